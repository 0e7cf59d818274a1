import "server-only";
import { z } from "zod";
import { readQuery } from "@/graph/read-query";
import { currentWatermark } from "@/graph/watermark";
import type { Viewer } from "@/lib/access/viewer";
import { JsonView } from "@/lib/json-view";
import type { ListPage, MemberItem } from "@/lib/lineage/node-answer";
import { pageParams, readCursor, writeCursor } from "./cursor";
import { maskFor, refParam } from "./find-graph";
import { toFacts } from "./to-facts";
import { asOfParam, lastOf, momentText, toMoment } from "./moment";
import { getStart, type KnownNode } from "./node-lookup";
import { nodeFields, nodeRow, toBrief } from "./node-fields";

export const membersParams = z.object({ ref: refParam, ...pageParams, ...asOfParam });
export type MembersParams = z.input<typeof membersParams>;

const KINDS = ["columns", "owned"] as const;
/** What belongs to a node `$key`, by what it is. */
const PATTERNS: Record<(typeof KINDS)[number], string> = {
  columns: "MATCH (:Node {key: $key})-[:HAS_COLUMN]->(m:Node)",
  owned: "MATCH (:Node {key: $key})<-[:OWNED_BY]-(m:Node)",
};

/**
 * What belongs to a node, by kind and then by name: the columns of data, what a party owns; nothing for other kinds. `total` is exact and
 * counts only what the viewer may see.
 * `known`: the node of `ref`, where the caller has found it.
 * @throws AppError `not_found` for an unknown reference or one that the viewer may not see, `invalid`, and what `readQuery` throws.
 */
export async function findMembers(viewer: Viewer, given: MembersParams, known?: KnownNode): Promise<ListPage<MemberItem>> {
  const params = membersParams.parse(given);
  const moment = toMoment({ asOf: params.asOf });
  const answer = { asOf: momentText(moment), watermark: currentWatermark() };
  const { key } = known ?? (await getStart(viewer, params.ref));
  const pattern: (typeof KINDS)[number] | null = key.startsWith("dataset:") ? "columns" : key.startsWith("party:") ? "owned" : null;
  if (pattern === null) return { results: [], total: 0, shown: 0, ...answer };
  const scope = { pattern, key, namespaces: viewer.namespaces && [...viewer.namespaces], last: lastOf(moment) };
  const [afterKind, after] = readCursor(params.cursor, z.tuple([z.string(), z.string()]), ["", ""]);
  const [found, counted] = await Promise.all([listMembers({ ...scope, afterKind, after, limit: params.limit + 1 }), countMembers(scope)]);
  const rows = found.slice(0, params.limit);
  const mask = maskFor(viewer);
  const last = rows[rows.length - 1];
  return {
    results: rows.map(({ facts, ...row }) => {
      const said = new JsonView(toFacts(facts, mask));
      return { ...toBrief(row, mask), type: said.at("type").text(), unit: said.at("unit").text(), description: said.at("description").text() };
    }),
    total: counted[0]?.total ?? 0,
    shown: rows.length,
    ...(found.length > rows.length && last ? { next: writeCursor([last.kind, last.key]) } : {}),
    ...answer,
  };
}

const scopeShape = { pattern: z.enum(KINDS), key: z.string(), namespaces: z.array(z.string()).nullable(), last: z.int() };
const SEEN = "WITH DISTINCT m WHERE ($namespaces IS NULL OR m.namespace IN $namespaces) AND coalesce(m.at <= $last, true)";

const listMembers = readQuery({
  name: "members-of-node",
  params: z.object({ ...scopeShape, afterKind: z.string(), after: z.string(), limit: z.int() }),
  row: nodeRow.extend({ facts: z.string().nullable() }),
  cypher: ({ pattern }) => `${PATTERNS[pattern]} ${SEEN} AND (m.kind > $afterKind OR (m.kind = $afterKind AND m.key > $after))
    WITH m ORDER BY m.kind, m.key LIMIT $limit
    RETURN ${nodeFields("m")}, CASE WHEN m:Column THEN m.facts END AS facts ORDER BY kind, key`,
});

const countMembers = readQuery({
  name: "count-members-of-node",
  params: z.object(scopeShape),
  row: z.object({ total: z.int() }),
  cypher: ({ pattern }) => `${PATTERNS[pattern]} ${SEEN} RETURN count(m) AS total`,
});
