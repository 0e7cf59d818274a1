import "server-only";
import { z } from "zod";
import { readQuery } from "@/graph/read-query";
import { currentWatermark, type Watermark } from "@/graph/watermark";
import type { Viewer } from "@/lib/access/viewer";
import { classifyImpact, impactDigest, type Affected, type AffectedEdge } from "@/lib/lineage/impact";
import { IMPACT_CLASSES, type ImpactClass } from "@/lib/lineage/impact-classes";
import type { ImpactFacts } from "@/lib/lineage/impact-facts";
import { knownInputs } from "@/lib/lineage/impact-inputs";
import { ImpactReasons } from "@/lib/lineage/impact-reason";
import type { HiddenNode } from "@/lib/lineage/mask";
import { parseNodeRef } from "@/lib/lineage/node-ref";
import { refLabel } from "@/lib/lineage/ref-label";
import type { Confidence } from "./definition-edges";
import { countDefinitions, IS_COUNTED } from "./count-definitions";
import { versionsOfJob } from "./definition-flow";
import { maskFor, MAX_LIMIT, refParam, type Counts } from "./find-graph";
import { asOfParam, clockAt, holdsAt, lastOf, momentText, momentValues, toMoment, typesAt, type Moment } from "./moment";
import { findBriefs, getStart } from "./node-lookup";
import { toBrief, type NodeBrief } from "./node-fields";

const DAY_MICROS = 86_400_000_000;
const MEAN_DAYS = 7;
const CHUNK = 5_000;

export const impactParams = z.object({
  /** What is to be gone, all at once. */
  ref: z.array(refParam).min(1, "name at least one reference").max(1000),
  limit: z.int().min(1).max(MAX_LIMIT).default(1000),
  ...asOfParam,
});
export type ImpactParams = z.input<typeof impactParams>;

export type ImpactNode = Omit<NodeBrief, "owner"> & ImpactFacts;
/** `maybe`: an input that one of the last ten runs read and the last did not. */
export type ImpactEdge = { from: string; to: string; kind: "feeds" | "maybe"; confidence: Confidence };
export type ImpactAnswer = {
  /** The set itself, as asked for. */
  gone: NodeBrief[];
  nodes: (ImpactNode | HiddenNode)[];
  /** All between the set and the nodes of the answer. */
  edges: ImpactEdge[];
  /** Of all affected nodes, shown or not. */
  classes: Record<ImpactClass, number>;
  /** Definitions that the reader may see, columns and feature groups left out, and how many of them are neither in the set nor affected. */
  definitions: { total: number; unaffected: number };
  graphDigest: string;
  counts: Counts;
  complete: boolean;
  asOf: string | null;
  watermark: Watermark;
};

/**
 * What is downstream of a set of definitions, and what the set's loss does to each: nearest first, the set itself not included. A job
 * stands for all its versions.
 * @throws AppError `not_found` when any of the set is unknown or not to be seen, and what `readQuery` throws.
 */
export async function findImpact(viewer: Viewer, given: ImpactParams): Promise<ImpactAnswer> {
  const { ref: refs, limit, asOf } = impactParams.parse(given);
  const moment = toMoment({ asOf });
  const watermark = currentWatermark();
  const starts = await Promise.all([...new Set(refs)].map((ref) => getStart(viewer, ref)));
  const versions = await Promise.all(starts.filter(({ kind }) => kind === "job").map(({ ref }) => versionsOfJob({ ref })));
  const gone = new Set([...starts.map(({ ref }) => ref), ...versions.flat().map(({ key }) => key)]);
  const { affected, edges, fed, partsOf } = await readAffected(gone, moment);
  const impacted = classifyImpact(affected);
  const classes = Object.fromEntries(IMPACT_CLASSES.map((it) => [it, impacted.filter((node) => node.class === it).length])) as Record<ImpactClass, number>;
  const shown = impacted.slice(0, limit);
  const mask = maskFor(viewer);
  const shownRefs = shown.map(({ ref }) => ref);
  const inputs = knownInputs(affected, fed);
  const unsure = shown.filter(({ ref, why }) => (why === "unfed" || why === "partly") && !inputs.has(ref)).map(({ ref }) => ref);
  const [briefs, live, definitions, read] = await Promise.all([
    inChunks(shownRefs, findBriefs),
    inChunks(shownRefs.filter((ref) => /^(?:model|deployment):/.test(ref)), (chunk) => liveOf(chunk, moment)),
    countDefinitions(viewer.namespaces, lastOf(moment)),
    inChunks(unsure, (chunk) => countInputs(chunk, gone, moment)),
  ]);
  const reasons = new ImpactReasons(affected, impacted, (ref) => (mask.hides(ref) ? "something you may not see" : refLabel(ref)));
  const nodes = shown.map((impact): ImpactNode | HiddenNode => {
    const { ref, distance, via, class: it } = impact;
    const row = briefs.get(ref);
    if (mask.hides(ref) || !row) return mask.node(ref, distance);
    const { owner = null, ...brief } = toBrief(row, mask);
    const { deployed, deployments, perDay } = live.get(ref) ?? NOT_LIVE;
    const running = deployments.map((deployment) => mask.end(deployment));
    return { ...brief, class: it, reason: reasons.of(impact, inputs.get(ref) ?? read.get(ref) ?? 0), distance, via: mask.end(via), owner, deployed, deployments: running, predictionsPerDay: perDay };
  });
  const hidden = nodes.filter((node) => node.ref === null).length;
  const answered = new Set([...gone, ...shown.map(({ ref }) => ref)]);
  const counts = { total: impacted.length, shown: shown.length - hidden, hiddenByLimit: impacted.length - shown.length, hiddenByAccess: hidden };
  return {
    gone: starts.map((row) => toBrief(row, mask)),
    nodes,
    edges: edges.filter(({ from, to }) => answered.has(from) && answered.has(to)).map((edge) => ({ ...edge, from: mask.end(edge.from), to: mask.end(edge.to) })),
    classes,
    definitions: { total: definitions, unaffected: Math.max(0, definitions - partsOf(viewer.namespaces)) },
    graphDigest: impactDigest(impacted, edges),
    counts,
    complete: counts.shown === counts.total,
    asOf: momentText(moment),
    watermark,
  };
}

async function inChunks<T>(refs: readonly string[], ask: (chunk: readonly string[]) => Promise<Map<string, T>>): Promise<Map<string, T>> {
  const all = new Map<string, T>();
  for (let i = 0; i < refs.length; i += CHUNK) for (const [ref, it] of await ask(refs.slice(i, i + CHUNK))) all.set(ref, it);
  return all;
}

/** What is true of a node or an edge, as the bits of a number: of thousands of rows most of the time goes into reading their values. */
const IS = { rides: 1, declared: 2, counted: 4, maybe: 1, requiredDependency: 2, declaredEdge: 4, inferredEdge: 8 } as const;
const bits = (...parts: [condition: string, bit: number][]): string => parts.map(([condition, bit]) => `CASE WHEN ${condition} THEN ${bit} ELSE 0 END`).join(" + ");

const refList = z.array(z.string()).nullable();
const affectedRow = z.object({
  ref: z.string(), is: z.int(), fed: z.int(), required: refList, fallback: refList, requires: refList, declaredFallbacks: refList,
  /** Of every edge out of it where it leads, and what is true of it. */
  out: z.array(z.union([z.string(), z.int()])).transform(toEdgesOut),
});
type AffectedRow = z.output<typeof affectedRow>;
type EdgeOut = { to: string; maybe: boolean; confidence: Confidence; isRequired: boolean };

function toEdgesOut(flat: readonly (string | number)[]): EdgeOut[] {
  return Array.from({ length: flat.length / 2 }, (_, i) => {
    const is = Number(flat[2 * i + 1]);
    const confidence = is & IS.inferredEdge ? "inferred" : is & IS.declaredEdge ? "declared" : "observed";
    return { to: String(flat[2 * i]), maybe: (is & IS.maybe) !== 0, confidence, isRequired: (is & IS.requiredDependency) !== 0 };
  });
}

const momentShape = { held: z.string(), types: z.string().regex(/^[A-Z_|]+$/), maybes: z.string().regex(/^[A-Z_|]+$/), from: z.int(), to: z.int(), last: z.int() };
const affectedBy = readQuery({
  name: "affected-by",
  params: z.object({ gone: z.array(z.string()), ...momentShape }),
  row: affectedRow,
  // what feeds a node is counted, not read: a count that its known feeders do not reach has others outside, which live
  cypher: ({ held, types, maybes }) => {
    const where = held === "true" ? "" : ` WHERE ${held}`;
    const degree = held === "true" ? "COUNT { (n)<-[:FEEDS]-() }" : `COUNT { (n)<-[e:${types}]-()${where} }`;
    return `
      MATCH (start:Node) WHERE start.key IN $gone
      MATCH (start)(()-[e:${types}|${maybes}${where}]->()){0,}(n:Node)
      WITH DISTINCT n
      RETURN n.ref AS ref, ${bits(["n:JobVersion", IS.rides], ["n.declared", IS.declared], [`${IS_COUNTED} AND coalesce(n.at <= $last, true)`, IS.counted])} AS is, ${degree} AS fed,
        n.required AS required, n.fallback AS fallback, n.requires AS requires,
        CASE WHEN n:Dataset THEN [(n)<-[e:${types} {rel: 'dependency', role: 'fallback'}]-(m)${where} | m.ref] END AS declaredFallbacks,
        COLLECT {
          MATCH (n)-[e:${types}|${maybes}]->(m)${where}
          UNWIND [m.ref, ${bits(["type(e) STARTS WITH 'MAYBE'", IS.maybe], ["e.rel = 'dependency' AND e.role = 'required'", IS.requiredDependency], ["e.confidence = 'declared'", IS.declaredEdge], ["e.confidence = 'inferred'", IS.inferredEdge])}] AS value
          RETURN value
        } AS out`;
  },
});

type Found = {
  affected: Affected;
  edges: ImpactEdge[];
  /** How many edges feed each node, from wherever. */
  fed: ReadonlyMap<string, number>;
  /** How many of what is gone or affected counts as a definition, in these namespaces. */
  partsOf(namespaces: Viewer["namespaces"]): number;
};

async function readAffected(gone: ReadonlySet<string>, moment: Moment): Promise<Found> {
  const rows = await affectedBy({
    gone: [...gone], last: lastOf(moment), held: holdsAt(moment, "e"), types: typesAt(moment, "FEEDS"), maybes: typesAt(moment, "MAYBE"), ...momentValues(moment),
  });
  const known = new Map<string, number>();
  const declaredRequirements = new Map<string, string[]>();
  const edges: AffectedEdge[] = [];
  for (const { ref, out } of rows) {
    for (const { to, maybe, confidence, isRequired } of out) {
      edges.push({ from: ref, to, maybe, inferred: confidence === "inferred" });
      if (maybe) continue;
      known.set(to, (known.get(to) ?? 0) + 1);
      if (isRequired) declaredRequirements.set(to, [...(declaredRequirements.get(to) ?? []), ref]);
    }
  }
  const isAffected = ({ ref }: AffectedRow) => !gone.has(ref);
  const nodes = new Map(
    rows.filter(isAffected).map((row) => [
      row.ref,
      {
        rides: (row.is & IS.rides) !== 0,
        root: (row.is & IS.declared) !== 0 || row.fed === 0,
        fedFromOutside: row.fed > (known.get(row.ref) ?? 0),
        required: [...(row.required ?? []), ...(row.requires ?? []), ...(declaredRequirements.get(row.ref) ?? [])],
        fallback: [...(row.fallback ?? []), ...(row.declaredFallbacks ?? [])],
      },
    ]),
  );
  const into = edges.filter(({ to }) => nodes.has(to));
  return {
    affected: { gone, nodes, edges: into },
    edges: toImpactEdges(rows, nodes),
    fed: new Map(rows.map(({ ref, fed }) => [ref, fed])),
    partsOf: (namespaces) => rows.filter(({ is, ref }) => (is & IS.counted) !== 0 && (namespaces === null || namespaces.includes(parseNodeRef(ref)!.namespace))).length,
  };
}

/** One edge for each pair of ends; what feeds stands before what may. */
function toImpactEdges(rows: readonly AffectedRow[], nodes: ReadonlyMap<string, unknown>): ImpactEdge[] {
  const RANK: readonly (Confidence | "maybe")[] = ["observed", "declared", "inferred", "maybe"];
  const best = new Map<string, ImpactEdge>();
  for (const { ref, out } of rows) {
    for (const { to, maybe, confidence } of out) {
      if (!nodes.has(to)) continue;
      const edge: ImpactEdge = { from: ref, to, kind: maybe ? "maybe" : "feeds", confidence };
      const rankOf = (it: ImpactEdge) => RANK.indexOf(it.kind === "maybe" ? "maybe" : it.confidence);
      const known = best.get(`${ref} ${to}`);
      if (!known || rankOf(edge) < rankOf(known)) best.set(`${ref} ${to}`, edge);
    }
  }
  return [...best.values()].sort((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : a.to < b.to ? -1 : 1));
}

const heldShape = { held: z.string(), types: z.string().regex(/^[A-Z|]+$/), from: z.int(), to: z.int() };

const livingOf = readQuery({
  name: "live-deployments",
  params: z.object({ refs: z.array(z.string()), fromDay: z.int(), toDay: z.int(), ...heldShape }),
  row: z.object({ ref: z.string(), running: z.array(z.string()), isLive: z.boolean(), made: z.int() }),
  cypher: ({ held, types }) => `
    UNWIND $refs AS ref
    MATCH (n:Node {key: ref}) WHERE n:ModelVersion OR n:Deployment
    RETURN n.ref AS ref,
      CASE WHEN n:ModelVersion THEN COLLECT { MATCH (n)-[e:${types}]->(d:Deployment) WHERE ${held} RETURN DISTINCT d.ref AS it ORDER BY it } ELSE [] END AS running,
      n:Deployment AND EXISTS { MATCH (n)<-[e:${types}]-(:ModelVersion) WHERE ${held} } AS isLive,
      reduce(sum = 0, it IN COLLECT { MATCH (d:Daily) WHERE d.ref = n.ref AND d.day >= $fromDay AND d.day < $toDay RETURN d.count } | sum + it) AS made`,
});

const inputsOf = readQuery({
  name: "count-inputs",
  params: z.object({ refs: z.array(z.string()), gone: z.array(z.string()), heldBefore: z.string(), ...heldShape }),
  row: z.object({ ref: z.string(), inputs: z.int() }),
  // a job version that is gone itself is an input, any other is seen through
  cypher: ({ held, heldBefore, types }) => `
    UNWIND $refs AS ref
    MATCH (n:Node {key: ref})
    RETURN n.ref AS ref, COUNT {
      MATCH (n)<-[e:${types}]-(m) WHERE ${held} AND (NOT m:JobVersion OR m.key IN $gone) RETURN m
      UNION
      MATCH (n)<-[e:${types}]-(v:JobVersion)<-[f:${types}]-(m) WHERE ${held} AND ${heldBefore} AND NOT v.key IN $gone RETURN m
    } AS inputs`,
});

type Live = { deployed: boolean; deployments: string[]; perDay: number | null };
const NOT_LIVE: Live = { deployed: false, deployments: [], perDay: null };

/** Which deployments run some model versions and deployments, and how much is predicted, at the moment. */
async function liveOf(refs: readonly string[], moment: Moment): Promise<Map<string, Live>> {
  if (refs.length === 0) return new Map();
  const today = Math.floor(clockAt(moment) / DAY_MICROS);
  const rows = await livingOf({ refs: [...refs], fromDay: today - MEAN_DAYS, toDay: today, held: holdsAt(moment, "e"), types: typesAt(moment, "FEEDS"), ...momentValues(moment) });
  return new Map(rows.map(({ ref, running, isLive, made }) => [ref, { deployed: isLive || running.length > 0, deployments: isLive ? [ref] : running, perDay: made / MEAN_DAYS }]));
}

/** How many data feed each node at the moment. */
async function countInputs(refs: readonly string[], gone: ReadonlySet<string>, moment: Moment): Promise<Map<string, number>> {
  if (refs.length === 0) return new Map();
  const rows = await inputsOf({ refs: [...refs], gone: [...gone], held: holdsAt(moment, "e"), heldBefore: holdsAt(moment, "f"), types: typesAt(moment, "FEEDS"), ...momentValues(moment) });
  return new Map(rows.map(({ ref, inputs }) => [ref, inputs]));
}
