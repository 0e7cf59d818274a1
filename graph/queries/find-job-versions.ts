import "server-only";
import { z } from "zod";
import { readQuery } from "@/graph/read-query";
import type { Viewer } from "@/lib/access/viewer";
import type { Ends, JobVersionItem } from "@/lib/lineage/node-answer";
import type { NodeBrief } from "@/lib/lineage/node-brief";
import type { Mask } from "@/lib/lineage/mask";
import type { Micros } from "@/lib/time";
import { maskFor } from "./find-graph";
import { instantText } from "./moment";
import { lastRunOfVersions } from "./run-times";

/** Ends of a job version that are named; the rest is counted. */
const NAMED = 6;

const end = z.object({ ref: z.string(), kind: z.string() });
const readEnds = readQuery({
  name: "ends-of-job-versions",
  params: z.object({ keys: z.array(z.string()), named: z.int() }),
  row: z.object({ key: z.string(), inputs: z.array(end), inputCount: z.int(), outputs: z.array(end), outputCount: z.int(), isPresent: z.boolean() }),
  cypher: `
    UNWIND $keys AS key
    MATCH (v:Node {key: key})
    WITH v, COLLECT { MATCH (v)<-[:FEEDS|FED]-(n:Node) WITH DISTINCT n ORDER BY n.key RETURN n } AS ins,
      COLLECT { MATCH (v)-[:FEEDS|FED]->(n:Node) WITH DISTINCT n ORDER BY n.key RETURN n } AS outs
    RETURN v.key AS key, [n IN ins[..$named] | {ref: n.ref, kind: n.kind}] AS inputs, size(ins) AS inputCount,
      [n IN outs[..$named] | {ref: n.ref, kind: n.kind}] AS outputs, size(outs) AS outputCount, EXISTS { (v)-[:FEEDS]->() } AS isPresent`,
});

/** Job versions with what they read and wrote, the one that ran last first; `last` is the latest instant that is looked at. */
export async function describeJobVersions(viewer: Viewer, versions: readonly NodeBrief[], last: Micros): Promise<JobVersionItem[]> {
  if (versions.length === 0) return [];
  const keys = versions.map(({ ref }) => ref);
  const [ends, runs] = await Promise.all([readEnds({ keys, named: NAMED }), lastRunOfVersions(keys, last)]);
  const mask = maskFor(viewer);
  const known = new Map(ends.map((row) => [row.key, row]));
  return versions
    .map((version) => {
      const row = known.get(version.ref);
      return {
        ...version,
        inputs: toEnds(row?.inputs, row?.inputCount, mask),
        outputs: toEnds(row?.outputs, row?.outputCount, mask),
        lastRun: instantText(runs.get(version.ref)),
        isPresent: row?.isPresent ?? false,
      };
    })
    .sort((a, b) => (b.lastRun ?? "").localeCompare(a.lastRun ?? "") || (a.ref < b.ref ? -1 : 1));
}

function toEnds(items: { ref: string; kind: string }[] = [], total = 0, mask: Mask): Ends {
  return { total, items: items.map(({ ref, kind }) => (mask.hides(ref) ? { ref: null, kind: "" } : { ref, kind })) };
}
