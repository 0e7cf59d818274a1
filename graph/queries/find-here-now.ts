import "server-only";
import { z } from "zod";
import { readQuery } from "@/graph/read-query";
import { MOST_COUNTED } from "@/lib/most-counted";
import { STILL, type Micros } from "@/lib/time";

/** The kinds of the home page, in the order of the flow, with the labels that hold them; `exact` where they hold nothing else. */
const KINDS = [
  { kind: "source", label: "Source", exact: false },
  { kind: "dataset", label: "Dataset", exact: false },
  { kind: "featuregroup", label: "FeatureGroup", exact: false },
  { kind: "feature", label: "Feature", exact: true },
  { kind: "model", label: "ModelVersion|ModelDataset", exact: false },
  { kind: "deployment", label: "Deployment", exact: true },
  { kind: "job", label: "Job", exact: true },
  { kind: "run", label: "Run", exact: true },
  { kind: "prediction", label: "Prediction", exact: true },
] as const;

/** They come by the million: for who sees some namespaces they are counted up to `MOST_COUNTED` alone. */
const INSTANCES: ReadonlySet<string> = new Set(["run", "prediction"]);

/** More than this within the time is said as "at least": nobody reads on, and nothing is walked to its end. */
export const MAX_LATELY = 10_000;

type Kind = (typeof KINDS)[number]["kind"];
const scope = { namespaces: z.array(z.string()).nullable() };
const inScope = "($namespaces IS NULL OR n.namespace IN $namespaces)";

const totals = readQuery({
  name: "here-now-totals",
  params: z.object(scope),
  row: z.object(Object.fromEntries(KINDS.map(({ kind }) => [kind, z.int()])) as Record<Kind, z.ZodInt>),
  // the number of nodes with a label is kept by Neo4j
  cypher: ({ namespaces }) =>
    `RETURN ${KINDS.map(({ kind, label, exact }) =>
      exact && namespaces === null ? `COUNT { (:${label}) } AS ${kind}`
      : INSTANCES.has(kind) ? `COUNT { UNWIND $namespaces AS namespace CALL (namespace) { MATCH (n:Instance) WHERE n.kind = '${kind}' AND n.namespace = namespace AND n.at <= ${STILL} RETURN 1 AS one LIMIT ${MOST_COUNTED} } RETURN one } + COUNT { MATCH (n:Undated) WHERE n.kind = '${kind}' AND ${inScope} } AS ${kind}`
      : `COUNT { MATCH (n:${label}) WHERE n.kind = '${kind}' AND ${inScope} } AS ${kind}`).join(", ")}`,
});

const newestParams = z.object({ ...scope, kinds: z.array(z.string()), since: z.int(), now: z.int(), most: z.int() });
const newestRow = z.object({
  kind: z.string(), lately: z.int(),
  latest: z.object({ ref: z.string(), name: z.string(), version: z.string().nullable(), at: z.number() }).nullable(),
});

const newest = readQuery({
  name: "here-now-newest",
  params: newestParams,
  row: newestRow,
  // pieces of the index of (kind, at)
  cypher: `
    UNWIND $kinds AS kind
    CALL (kind) {
      MATCH (n:Node) WHERE n.kind = kind AND n.at > $since AND n.at <= $now AND ${inScope}
      WITH n LIMIT $most
      RETURN count(n) AS lately
    }
    OPTIONAL CALL (kind) {
      MATCH (n:Node) WHERE n.kind = kind AND n.at <= $now AND n.state <> 'missing' AND ${inScope}
      RETURN {ref: n.ref, name: n.name, version: n.version, at: n.at} AS latest ORDER BY n.kind DESC, n.at DESC LIMIT 1
    }
    RETURN kind, lately, latest`,
});

const newestInstances = readQuery({
  name: "here-now-newest-instances-of-namespaces",
  params: newestParams,
  row: newestRow,
  // pieces of the index of (kind, namespace, at)
  cypher: `
    UNWIND $kinds AS kind
    CALL (kind) {
      UNWIND $namespaces AS namespace
      CALL (kind, namespace) {
        MATCH (n:Instance) WHERE n.kind = kind AND n.namespace = namespace AND n.at > $since AND n.at <= $now
        WITH n LIMIT $most
        RETURN count(n) AS some
      }
      RETURN sum(some) AS lately
    }
    OPTIONAL CALL (kind) {
      UNWIND $namespaces AS namespace
      CALL (kind, namespace) {
        MATCH (n:Instance) WHERE n.kind = kind AND n.namespace = namespace AND n.at <= $now AND n.state <> 'missing'
        RETURN n ORDER BY n.kind DESC, n.namespace DESC, n.at DESC LIMIT 1
      }
      RETURN {ref: n.ref, name: n.name, version: n.version, at: n.at} AS latest ORDER BY n.at DESC LIMIT 1
    }
    RETURN kind, lately, latest`,
});

export type HereNowRow = {
  kind: Kind;
  /** `null` for instances that were not counted to the end: there are `MOST_COUNTED` or more. */
  total: number | null;
  /** Of them, how many happened or were first seen since; one more than `MAX_LATELY` when there are more. */
  lately: number;
  /** The newest one that is more than a name; `null` when there is none. */
  latest: { ref: string; name: string; version: string | null; at: Micros } | null;
};

/** Each kind with how many there are in the namespaces (`null`: all), how many came since `since`, and the newest, up to `now`. */
export async function findHereNow({ namespaces, since, now }: { namespaces: string[] | null; since: Micros; now: Micros }): Promise<HereNowRow[]> {
  const kinds = KINDS.map(({ kind }) => kind);
  const asked = { namespaces, since, now, most: MAX_LATELY + 1 };
  const isBound = namespaces !== null;
  const [[total], rows, instances] = await Promise.all([
    totals({ namespaces }),
    newest({ ...asked, kinds: isBound ? kinds.filter((kind) => !INSTANCES.has(kind)) : kinds }),
    isBound ? newestInstances({ ...asked, kinds: [...INSTANCES] }) : [],
  ]);
  const rowOf = new Map([...rows, ...instances].map((row) => [row.kind, row]));
  return kinds.map((kind) => {
    const count = total?.[kind] ?? 0;
    return { kind, total: isBound && INSTANCES.has(kind) && count >= MOST_COUNTED ? null : count, lately: rowOf.get(kind)?.lately ?? 0, latest: rowOf.get(kind)?.latest ?? null };
  });
}
