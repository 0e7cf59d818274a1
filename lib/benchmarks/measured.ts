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

const measuredSchema = z.object({
  /** When the run ended, RFC 3339; `null` before the first one. */
  at: z.string().nullable(),
  commit: z.string().nullable(),
  /** Cores, memory and system, in words. */
  machine: z.string().nullable(),
  versions: z.record(z.string(), z.string()),
  sections: z.array(section),
});
/** What `npm run bench` wrote down when it was last run as a whole. */
export type Measured = z.output<typeof measuredSchema>;

/** @throws ZodError for what is no such file */
export const parseMeasured = (value: unknown): Measured => measuredSchema.parse(value);
export const parseSection = (value: unknown): Section => section.parse(value);

export const measured: Measured = parseMeasured(json);
