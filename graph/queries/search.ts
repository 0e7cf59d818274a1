import "server-only";
import { z } from "zod";
import { readQuery } from "@/graph/read-query";
import { currentWatermark, type Watermark } from "@/graph/watermark";
import { maySee, type Viewer } from "@/lib/access/viewer";
import { canonicalRef, INSTANCE_KINDS, NODE_KINDS, type NodeKind, type RefKind } from "@/lib/lineage/node-ref";
import { MOST_COUNTED } from "@/lib/most-counted";
import { STILL } from "@/lib/time";
import { pageParams, readCursor, writeCursor } from "./cursor";
import { maskFor } from "./find-graph";
import { asOfParam, lastOf, momentText, toMoment } from "./moment";
import { nodeFields, nodeRow, toBrief, type NodeBrief, type NodeRow } from "./node-fields";
import { SEEN, SEEN_IN_ITS_NAMESPACE, seenBy, seenShape } from "./seen";

export const searchParams = z.object({
  /** Part of a definition's name; an instance's id, the start of its id, or its trace id; or a reference. */
  q: z.string().max(2000, "is longer than anything's name").default(""),
  kind: z.enum(NODE_KINDS).optional(),
  /** Only what lies in this namespace. */
  namespace: z.string().max(2000).optional(),
  ...pageParams,
  ...asOfParam,
});
export type SearchParams = z.input<typeof searchParams>;
export type SearchAnswer = {
  results: NodeBrief[];
  /** `null` when more ids begin so than are looked at. */
  total: number | null;
  shown: number;
  next?: string;
  asOf: string | null;
  watermark: Watermark;
};

/** Where the page before ended: rank, then time (newest first), then key. */
const place = z.tuple([z.int(), z.int(), z.string()]);

/**
 * Definitions by part of their name, and jobs and parties too when they are the kind that is asked for; instances by id, start of an id, or trace id; anything by its reference. What matches exactly comes
 * first, then what begins with the words, then the rest; in each, columns and job versions come last, which share the name of what people
 * look for; then newest first. Nothing to search for but a kind lists that kind; nothing at
 * all finds nothing. `total` counts only what the viewer may see, and is exact; where 2,000 ids of a kind or more begin with the words it
 * is `null`, and the greatest ids are looked at, which are the newest where ids begin with their time.
 * @throws AppError `invalid` for a cursor that no answer gave, and what `readQuery` throws.
 */
export async function search(viewer: Viewer, given: SearchParams): Promise<SearchAnswer> {
  const params = searchParams.parse(given);
  const moment = toMoment({ asOf: params.asOf });
  const answer = { asOf: momentText(moment), watermark: currentWatermark() };
  const words = params.q.trim();
  const scope = { kind: params.kind ?? null, ...scopeOf(viewer, params.namespace), last: lastOf(moment) };
  if (words === "" && scope.kind === null) return { results: [], total: 0, shown: 0, ...answer };
  const [rank, at, key] = readCursor(params.cursor, place, [-1, Number.MAX_SAFE_INTEGER, ""]);
  const page = { ...scope, rank, at, after: key, limit: params.limit + 1 };
  const matched = { words, lower: words.toLowerCase(), ref: canonicalRef(words) ?? "", instanceKinds: [...INSTANCE_KINDS].filter((it) => scope.kind === null || it === scope.kind) };
  const [found, counted] =
    words === ""
      ? await Promise.all([listOf({ ...page, at: Math.min(at, scope.last), kind: params.kind! }), countKind({ ...scope, kind: params.kind! })])
      : await Promise.all([matchPage({ ...page, ...matched }), matchCount({ ...scope, ...matched })]);
  const rows = found.slice(0, params.limit);
  const mask = maskFor(viewer);
  const last = rows[rows.length - 1];
  return {
    results: rows.map((row) => toBrief(row, mask)),
    total: counted[0] === undefined ? 0 : counted[0].total,
    shown: rows.length,
    ...(found.length > rows.length && last ? { next: writeCursor([last.rank, last.at ?? 0, last.key]) } : {}),
    ...answer,
  };
}

/** Where to look: all that the viewer may see, or of that the one namespace that is asked for. */
function scopeOf(viewer: Viewer, asked: string | undefined): ReturnType<typeof seenBy> {
  if (asked === undefined) return seenBy(viewer);
  return maySee(viewer, asked) ? seenBy({ ...viewer, namespaces: [asked] }) : seenBy({ ...viewer, namespaces: [] });
}

const scopeShape = { ...seenShape, last: z.int() };
const pageShape = { rank: z.int(), at: z.int(), after: z.string(), limit: z.int() };
const found = nodeRow.extend({ rank: z.int() });
const total = z.object({ total: z.int() });
const isInstance = (kind: string): boolean => INSTANCE_KINDS.has(kind as RefKind);
const SEEN_THEN = `${SEEN} AND coalesce(n.at <= $last, true)`;

const listParams = z.object({ ...seenShape, ...pageShape, kind: z.enum(NODE_KINDS) });
const listKind = readQuery({
  name: "list-kind",
  params: listParams,
  row: found,
  // the index of (kind, at) gives the order, and nothing is read beyond the page; `at <=` also says that it is there. With a hint, or with
  // more words for the same, Neo4j reads the whole kind
  cypher: ({ kind }) => `
    MATCH (n:Node) WHERE n.kind = $kind AND n.at <= $at AND ${kind === "incident" ? SEEN : SEEN_IN_ITS_NAMESPACE} AND NOT (n.at = $at AND n.key <= $after)
    WITH n ORDER BY n.kind DESC, n.at DESC, n.key LIMIT $limit
    RETURN ${nodeFields("n")}, 0 AS rank ORDER BY at DESC, key`,
});

const listInstances = readQuery({
  name: "list-instances-of-namespaces",
  params: listParams.extend({ namespaces: z.array(z.string()) }),
  row: found,
  // as above, by the index of (kind, namespace, at)
  cypher: `
    UNWIND $namespaces AS namespace
    CALL (namespace) {
      MATCH (n:Instance) WHERE n.kind = $kind AND n.namespace = namespace AND n.at <= $at AND NOT (n.at = $at AND n.key <= $after)
      RETURN n ORDER BY n.kind DESC, n.namespace DESC, n.at DESC, n.key LIMIT $limit
    }
    WITH n ORDER BY n.at DESC, n.key LIMIT $limit
    RETURN ${nodeFields("n")}, 0 AS rank ORDER BY at DESC, key`,
});

/** The labels that hold all nodes of a kind; `exact` when they hold nothing else, so that Neo4j knows the number without counting. */
const LABELS: Record<(typeof NODE_KINDS)[number], { label: string; exact: boolean }> = {
  source: { label: "Source", exact: false }, dataset: { label: "Dataset", exact: false }, featuregroup: { label: "FeatureGroup", exact: false },
  model: { label: "ModelVersion|ModelDataset", exact: false }, batch: { label: "Batch", exact: true }, column: { label: "Column", exact: true },
  feature: { label: "Feature", exact: true }, featureset: { label: "FeatureSet", exact: true }, deployment: { label: "Deployment", exact: true },
  job: { label: "Job", exact: true }, jobversion: { label: "JobVersion", exact: true }, run: { label: "Run", exact: true },
  prediction: { label: "Prediction", exact: true }, party: { label: "Party", exact: true }, incident: { label: "Incident", exact: true },
};

const listUndated = readQuery({
  name: "list-kind-undated",
  params: z.object({ ...scopeShape, after: z.string(), limit: z.int(), kind: z.enum(NODE_KINDS) }),
  row: found,
  cypher: ({ kind }) => `
    MATCH (n:${isInstance(kind) ? "Undated" : LABELS[kind].label}) WHERE n.at IS NULL AND n.kind = $kind AND ${SEEN_THEN} AND n.key > $after
    RETURN ${nodeFields("n")}, 1 AS rank ORDER BY n.key LIMIT $limit`,
});

const countKind = readQuery({
  name: "count-kind",
  params: z.object({ ...scopeShape, kind: z.enum(NODE_KINDS) }),
  row: total,
  cypher: ({ kind, namespaces, last }) => {
    const { label, exact } = LABELS[kind];
    if (exact && namespaces === null && last === STILL) return `MATCH (n:${label}) RETURN count(n) AS total`;
    if (isInstance(kind)) return countInstances(namespaces !== null);
    return `MATCH (n:${label}) WHERE n.kind = $kind AND ${SEEN_THEN} RETURN count(n) AS total`;
  },
});

/** Instances in some namespaces, or up to a moment: counted by an index, which is exact and reads no node, and nothing of what is not asked for. */
function countInstances(inNamespaces: boolean): string {
  const dated = inNamespaces
    ? "UNWIND $namespaces AS namespace CALL (namespace) { MATCH (n:Instance) WHERE n.kind = $kind AND n.namespace = namespace AND n.at <= $last RETURN count(n) AS some }"
    : "CALL () { MATCH (n:Node) WHERE n.kind = $kind AND n.at <= $last RETURN count(n) AS some }";
  return `${dated} RETURN sum(some) + COUNT { MATCH (n:Undated) WHERE n.kind = $kind AND ${SEEN_IN_ITS_NAMESPACE} } AS total`;
}

/**
 * How many there are of each kind that the viewer may see; `null` for instances, for a viewer of some namespaces or at a past instant:
 * they come by the million, and would have to be counted one by one.
 */
export async function countKinds(viewer: Viewer, given: { asOf?: string } = {}): Promise<{ kind: NodeKind; total: number | null }[]> {
  const last = lastOf(toMoment(z.object(asOfParam).parse(given)));
  const scope = { ...seenBy(viewer), last };
  const isCheap = scope.namespaces === null && last === STILL;
  return Promise.all(
    NODE_KINDS.map(async (kind) => ({ kind, total: isCheap || !isInstance(kind) ? ((await countKind({ ...scope, kind }))[0]?.total ?? 0) : null })),
  );
}

const readNamespaces = readQuery({
  name: "namespaces-of-definitions",
  params: z.object({ namespaces: z.array(z.string()).nullable(), limit: z.int() }),
  row: z.object({ namespace: z.string() }),
  cypher: `
    MATCH (n:Definition) WHERE $namespaces IS NULL OR n.namespace IN $namespaces
    RETURN DISTINCT n.namespace AS namespace ORDER BY namespace LIMIT $limit`,
});

/** The namespaces that hold definitions which the viewer may see, by name: 500 at most. */
export async function findNamespaces(viewer: Viewer): Promise<string[]> {
  return (await readNamespaces({ namespaces: viewer.namespaces && [...viewer.namespaces], limit: 500 })).map(({ namespace }) => namespace);
}

/** One kind, newest first; last what is only named (a placeholder may have no time). */
async function listOf(page: z.input<typeof listParams> & { last: number }): Promise<(NodeRow & { rank: number })[]> {
  const { namespaces } = page;
  const dated = page.rank === 1 ? [] : await (namespaces !== null && isInstance(page.kind) ? listInstances({ ...page, namespaces }) : listKind(page));
  if (dated.length === page.limit) return dated;
  return [...dated, ...(await listUndated({ ...page, after: page.rank === 1 ? page.after : "", limit: page.limit - dated.length }))];
}

const MATCHED = `
  CALL () {
    MATCH (n:Definition) WHERE n.search CONTAINS $lower RETURN n
    UNION
    MATCH (n:Job|Party) WHERE n.kind = $kind AND toLower(n.name) CONTAINS $lower RETURN n
    UNION
    UNWIND $instanceKinds AS one
    CALL (one) {
      MATCH (n:Instance) WHERE n.kind = one AND n.id STARTS WITH $words AND ${SEEN_THEN}
      RETURN n ORDER BY n.kind DESC, n.id DESC LIMIT ${MOST_COUNTED}
    }
    RETURN n
    UNION
    UNWIND $instanceKinds AS one
    MATCH (n:Instance) WHERE n.kind = one AND n.id = $words RETURN n
    UNION
    MATCH (n:Instance) WHERE n.trace = $lower RETURN n
    UNION
    MATCH (n:Node) WHERE n.ref = $ref AND NOT n:Step AND NOT n:Declaration RETURN n
  }
  WITH n WHERE ($kind IS NULL OR n.kind = $kind) AND ${SEEN_THEN}`;
const matchShape = { ...scopeShape, kind: z.string().nullable(), words: z.string(), lower: z.string(), ref: z.string(), instanceKinds: z.array(z.string()) };

const matchPage = readQuery({
  name: "search-page",
  params: z.object({ ...matchShape, ...pageShape }),
  row: found,
  cypher: `${MATCHED}
    WITH n, coalesce(n.at, 0) AS time,
      CASE WHEN n.ref = $ref OR n.search = $lower OR n.id = $words OR n.trace = $lower THEN 0
        WHEN n.search STARTS WITH $lower THEN 2 ELSE 4 END + CASE WHEN n:Column OR n:JobVersion THEN 1 ELSE 0 END AS rank
    WHERE rank > $rank OR (rank = $rank AND (time < $at OR (time = $at AND n.key > $after)))
    WITH n, rank, time ORDER BY rank, time DESC, n.key LIMIT $limit
    RETURN ${nodeFields("n")}, rank ORDER BY rank, time DESC, key`,
});

const matchCount = readQuery({
  name: "search-count",
  params: z.object(matchShape),
  row: z.object({ total: z.int().nullable() }),
  cypher: `${MATCHED}
    WITH n.kind AS kind, count(n) AS found
    WITH sum(found) AS total, max(CASE WHEN kind IN $instanceKinds THEN found END) AS most
    RETURN CASE WHEN coalesce(most, 0) < ${MOST_COUNTED} THEN total END AS total`,
});
