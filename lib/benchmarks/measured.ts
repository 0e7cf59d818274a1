import { z } from "zod";
import json from "./measured.json";

const figure = z.object({
  what: z.string(),
  /** With its unit, as people read it. */
  ours: z.string(),
  /** The same of what it is measured against; `null` where there is nothing to set it against. */
  reference: z.string().nullable(),
  /** Ours to the reference's; the section says of what. */
  ratio: z.number().nullable(),
  /** The bound that we set ourselves, in words. */
  wanted: z.string().nullable(),
  /** Whether the bound holds; `null` without one. */
  met: z.boolean().nullable(),
});
/** One figure of a benchmark: ours beside what it is measured against. */
export type Figure = z.output<typeof figure>;

const section = z.object({
  /** In kebab-case; the name of its file. */
  id: z.string(),
  title: z.string(),
  /** What `reference` and `ratio` are, in a sentence. */
  against: z.string(),
  figures: z.array(figure),
});
/** What one benchmark found in one run. */
export type Section = z.output<typeof section>;

/** A section with when it was measured (RFC 3339), and at which commit. */
const measuredSection = section.extend({ at: z.string(), commit: z.string() });
export type MeasuredSection = z.output<typeof measuredSection>;

const measuredSchema = z.object({
  /** Cores, memory and system, in words; `null` before the first run. */
  machine: z.string().nullable(),
  versions: z.record(z.string(), z.string()),
  sections: z.array(measuredSection),
});
/** What `npm run bench` has written down: of each benchmark its last run. */
export type Measured = z.output<typeof measuredSchema>;

/** @throws ZodError for what is no such file */
export const parseMeasured = (value: unknown): Measured => measuredSchema.parse(value);
export const parseSection = (value: unknown): Section => section.parse(value);

export const measured: Measured = parseMeasured(json);
