import type { z } from "zod";

/** One possible answer: what it says, and its body where it has one. */
export type Answer = { description: string; body?: z.ZodType; contentType?: string; headers?: Readonly<Record<string, string>> };

/** What the interface's document says about one route. The schemas are the ones that the route checks with, where it does. */
export type Operation = {
  summary: string;
  tag: "Ingestion" | "Corrections" | "Lineage" | "Ledger" | "Access" | "Health";
  description?: string;
  /** Parameters of the path; text unless a schema says more. */
  path?: Readonly<Record<string, { description: string; schema?: z.ZodType }>>;
  /** Parameters of the query: an object schema, one property each. */
  query?: z.ZodObject;
  /** What they mean, by name, where the schema does not say. */
  queryText?: Readonly<Record<string, string>>;
  headers?: Readonly<Record<string, string>>;
  /** By content type. */
  body?: Readonly<Record<string, z.ZodType>>;
  answers: Readonly<Record<number, Answer>>;
  /** A read of the graph: takes `asOf` and `after`. */
  readsGraph?: boolean;
};
