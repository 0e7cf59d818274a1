import "server-only";
import { z } from "zod";
import { readQuery } from "@/graph/read-query";
import type { Viewer } from "@/lib/access/viewer";
import { Mask } from "@/lib/lineage/mask";
import { CONFIDENCES, confidenceSchema, type Confidence } from "./definition-edges";
import { holdsAt, momentValues, type Moment } from "./moment";

const SHOWN = 50;
const COUNTED = 1_000;

const PATTERNS = {
  /** Columns of what a job version reads, by which it computed others. */
  read: "MATCH (:Node {key: $from})-[:HAS_COLUMN]->(a:Node)-[e:FEEDS|FED]->(b:Node) WHERE e.version = $to",
  /** Columns of what a job version wrote. */
  wrote: "MATCH (:Node {key: $to})-[:HAS_COLUMN]->(b:Node)<-[e:FEEDS|FED]-(a:Node) WHERE e.version = $from",
  /** Columns of two datasets. */
  between: "MATCH (:Node {key: $from})-[:HAS_COLUMN]->(a:Node)-[e:FEEDS|FED]->(b:Node)<-[:HAS_COLUMN]-(:Node {key: $to}) WHERE true",
} as const;
const kinds = Object.keys(PATTERNS) as (keyof typeof PATTERNS)[];

const pairs = readQuery({
  name: "evidence-column-pairs",
  params: z.object({ pattern: z.enum(kinds), from: z.string(), to: z.string(), held: z.string(), values: z.object({ from: z.int(), to: z.int() }), namespaces: z.array(z.string()).nullable() }),
  row: z.object({ from: z.string(), to: z.string(), held: z.array(confidenceSchema) }),
  cypher: ({ pattern, held }) => `
    ${PATTERNS[pattern]} AND (${held}) AND ($namespaces IS NULL OR (a.namespace IN $namespaces AND b.namespace IN $namespaces))
    WITH DISTINCT a.ref AS from, b.ref AS to, e.confidence AS confidence LIMIT ${COUNTED + 1}
    RETURN from, to, collect(confidence) AS held ORDER BY from, to`,
});

export type ColumnPair = { from: string; to: string; confidence: Confidence };
/** `total` is `null` for more than 1,000; what may not be seen is in no number. */
export type ColumnPairs = { items: ColumnPair[]; total: number | null };

/** Which columns of two neighbours are joined at a moment, by reference. */
export async function columnPairs(viewer: Viewer, pattern: keyof typeof PATTERNS, ends: { from: string; to: string }, moment: Moment): Promise<ColumnPairs> {
  const condition = moment.when === "now" ? "type(e) = 'FEEDS'" : holdsAt(moment, "e").replaceAll("$from", "$values.from").replaceAll("$to", "$values.to");
  const rows = await pairs({ pattern, ...ends, held: condition, values: momentValues(moment), namespaces: viewer.namespaces && [...viewer.namespaces] });
  const mask = new Mask(viewer);
  const seen = rows
    .filter(({ from, to }) => !mask.hides(from) && !mask.hides(to))
    .map(({ from, to, held }) => ({ from, to, confidence: CONFIDENCES.find((it) => held.includes(it))! }));
  return { items: seen.slice(0, SHOWN), total: rows.length > COUNTED ? null : seen.length };
}
