import "server-only";
import { z } from "zod";
import { readQuery } from "@/graph/read-query";
import type { Viewer } from "@/lib/access/viewer";
import { JsonView } from "@/lib/json-view";
import { parseGroupId, type GroupBy } from "@/lib/lineage/grouping";
import type { NodeBrief } from "@/lib/lineage/node-brief";
import { maskFor } from "./find-graph";
import { toFacts } from "./to-facts";
import { toMoment } from "./moment";
import { nodeFields, nodeRow, toBrief } from "./node-fields";
import { hasCard, isThere, keyOf, overviewShape, overviewValues } from "./overview-keys";

/** A member of a group; of a prediction what it said. */
export type GroupMember = NodeBrief & { output?: unknown };

export type MembersAsked = { by: GroupBy; id: string; skip: number; limit: number; asOf?: number };

/** No page begins further on: who wants more has the list. */
export const MOST_SKIPPED = 2_000;

/**
 * A page of the members of one group of an overview that the viewer may see: by name, predictions newest first. Nothing for an id that is no group's.
 */
export async function findGroupMembers(viewer: Viewer, { by, id, skip, limit, asOf }: MembersAsked): Promise<GroupMember[]> {
  const key = parseGroupId(id);
  if (key === null) return [];
  const moment = toMoment({ asOf });
  const asked = { by, kind: key.kind, value: key.value, skip: Math.min(skip, MOST_SKIPPED), limit, ...overviewValues(viewer, moment) };
  const mask = maskFor(viewer);
  if (key.kind === "prediction") {
    const rows = await newestPredictions(asked);
    return rows.map(({ facts, ...row }) => ({ ...toBrief(row, mask), output: new JsonView(toFacts(facts, mask)).at("output").value ?? null }));
  }
  const rows = await membersOf({ ...asked, text: { key: keyOf("n"), card: hasCard("n", moment) } });
  return rows.map((row) => toBrief(row, mask));
}

const shape = { kind: z.string(), value: z.string(), skip: z.int().min(0), limit: z.int().min(1).max(100), ...overviewShape };

const membersOf = readQuery({
  name: "members-of-group",
  params: z.object({ ...shape, text: z.custom<{ key: string; card: string }>() }),
  row: nodeRow,
  // the index of (kind, at) finds those of a kind
  cypher: ({ kind, text }) => `
    MATCH (n:${kind === "" ? "Definition" : "Node"}) WHERE ${kind === "" ? "" : "n.kind = $kind AND n:Definition AND "}${text.key} = $kind + ' ' + $value AND ${text.card}
    WITH n ORDER BY n.name, n.key SKIP $skip LIMIT $limit
    RETURN ${nodeFields("n")} ORDER BY name, key`,
});

/** Which model versions a group of predictions is about. */
function modelsOf({ by, value }: { by: string; value: string }): string {
  if (value === "") return "true";
  return by === "model" ? "split(m.ref, '@')[0] = $value" : "m.namespace = $value";
}

const newestPredictions = readQuery({
  name: "newest-predictions-of-group",
  params: z.object(shape),
  row: nodeRow.extend({ facts: z.string().nullable() }),
  // the newest of each model version are read from the index of (model, at), then the newest of those
  cypher: (asked) => `
    MATCH (m:ModelVersion) WHERE ${isThere("m")} AND ${modelsOf(asked)}
    CALL (m) {
      MATCH (p:Prediction) WHERE p.model = m.key AND p.at <= $last AND ($namespaces IS NULL OR p.namespace IN $namespaces)
      RETURN p ORDER BY p.model DESC, p.at DESC, p.key LIMIT ${asked.skip + asked.limit}
    }
    WITH p ORDER BY p.at DESC, p.key SKIP $skip LIMIT $limit
    RETURN ${nodeFields("p")}, p.facts AS facts ORDER BY at DESC, key`,
});
