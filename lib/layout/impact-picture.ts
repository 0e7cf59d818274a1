import type { ImpactClass } from "@/lib/lineage/impact-classes";
import { foldHidden } from "./compose-picture";
import { layered } from "./layered";
import type { AnswerEdge, AnswerNode, Confidence, Picture, PictureNode, Watermark } from "./picture";

export type ImpactedCard = AnswerNode & { class?: ImpactClass; reason?: string; via?: string };

/** The answer of `GET /api/v1/impact`, as far as the drawing needs it. */
export type ImpactToDraw = {
  gone: readonly AnswerNode[];
  nodes: readonly ImpactedCard[];
  edges: readonly { from: string; to: string; kind: "feeds" | "maybe"; confidence: Confidence }[];
  counts: { total: number; shown: number; hiddenByLimit: number; hiddenByAccess: number };
  complete: boolean;
  asOf: string | null;
  watermark: Watermark;
};

/** `drawn`: how many affected nodes have a card, unseen ones by their number. */
export type ImpactPicture = { picture: Picture; drawn: number };

/** Up to here a picture can be read. */
const MAX_CARDS = 60;
/** A job version is left out for its edges, unless that would draw more lines than this. */
const MAX_BRIDGES = 12;
const CLASSES: readonly (ImpactClass | undefined)[] = ["lost", "degraded", "doubtful"];
const ENDS: readonly (string | null | undefined)[] = ["deployment", "model"];
const WEAKNESS: readonly Confidence[] = ["observed", "declared", "inferred"];
/** Never an id: it only leads to all that is gone, so that the layout has one start. */
const ORIGIN = " ";

/**
 * The picture of an impact: what is gone, and what comes of it, most serious first until there are `max` cards. Job versions that stand
 * between data give way to edges, so that a column is a step from data to data; where that would be a tangle they stay.
 */
export function impactPicture(answer: ImpactToDraw, max = MAX_CARDS): ImpactPicture {
  const gone = new Map(answer.gone.map((node) => [node.ref ?? "", node]));
  const idOf = (node: ImpactedCard) => node.ref ?? node.id ?? "";
  const nodes = new Map(answer.nodes.map((node) => [idOf(node), node]));
  // the versions of a job that is gone are told by the job's card
  const cardOf = (id: string) => (nodes.has(id) || gone.has(id) ? id : id.replace(/@[^@]*$/, ""));
  const plain = answer.edges.map((edge): AnswerEdge => ({
    from: cardOf(edge.from), to: cardOf(edge.to), confidence: edge.kind === "maybe" ? "inferred" : edge.confidence, stale: false,
  }));
  const { edges, bridged } = bridgeJobs(plain, nodes);

  const cards = new Set<string>();
  for (const node of [...nodes.values()].sort((a, b) => weightOf(a) - weightOf(b) || a.distance - b.distance)) {
    const way = wayTo(idOf(node), nodes).filter((id) => !bridged.has(id) && !cards.has(id));
    if (bridged.has(idOf(node)) || gone.size + cards.size + way.length > max) continue;
    for (const id of way) cards.add(id);
  }
  const drawn = [...nodes.values()].filter((node) => cards.has(idOf(node)));
  const isDrawn = (id: string) => cards.has(id) || gone.has(id);
  const folded = foldHidden({ nodes: [...gone.values(), ...drawn], edges: edges.filter(({ from, to }) => isDrawn(from) && isDrawn(to)) }, 0);

  const start = answer.gone[0]?.ref ?? "";
  const origin = gone.size > 1 ? ORIGIN : start;
  const ids = folded.nodes.map(({ id }) => id);
  const led = gone.size > 1 ? [...gone.keys()].map((to) => ({ from: ORIGIN, to })) : [];
  const positions = layered(gone.size > 1 ? [ORIGIN, ...ids] : ids, [...led, ...folded.edges], origin);
  const placed = folded.nodes.map((node): PictureNode => ({ ...node, ...positions.get(node.id), ...fateOf(node, nodes, gone) }));
  const fates = new Map(placed.map(({ id, fate }) => [id, fate?.class]));
  const best = new Map<string, AnswerEdge>();
  for (const edge of folded.edges) {
    const known = best.get(`${edge.from}>${edge.to}`);
    if (!known || weaknessOf(edge) < weaknessOf(known)) best.set(`${edge.from}>${edge.to}`, edge);
  }
  const { counts, complete, asOf, watermark } = answer;
  return {
    picture: {
      start,
      nodes: placed,
      edges: [...best].map(([id, { from, to, confidence }]) => {
        const fate = fates.get(to);
        return { id, from, to, confidence, stale: false, firstSeen: null, lastSeen: null, rel: null, role: null, ...(fate && fate !== "gone" ? { fate } : {}) };
      }),
      counts: { shown: cards.size, total: counts.total, behindCounts: 0, hiddenByLimit: counts.hiddenByLimit, hiddenByAccess: counts.hiddenByAccess },
      complete, asOf, watermark, notFound: [],
    },
    drawn: cards.size,
  };
}

/** What ends people's work first, then the worse class; what may not be seen last. */
function weightOf({ kind, class: it }: ImpactedCard): number {
  const end = ENDS.indexOf(kind);
  const worst = CLASSES.indexOf(it);
  return (worst < 0 ? CLASSES.length : worst) * 10 + (end < 0 ? ENDS.length : end);
}

/** The nodes on a shortest way from what is gone, the node itself included. */
function wayTo(id: string, nodes: ReadonlyMap<string, ImpactedCard>): string[] {
  const way: string[] = [];
  for (let at: string | undefined = id; at !== undefined && nodes.has(at) && !way.includes(at); at = nodes.get(at)?.via) way.push(at);
  return way;
}

function weaknessOf({ confidence }: { confidence: Confidence }): number {
  return WEAKNESS.indexOf(confidence);
}

/** Joins data directly where a job version stood between; an edge is as sure as the weaker of the two it stands for. */
function bridgeJobs(edges: readonly AnswerEdge[], nodes: ReadonlyMap<string, ImpactedCard>): { edges: AnswerEdge[]; bridged: Set<string> } {
  const into = new Map<string, AnswerEdge[]>();
  const out = new Map<string, AnswerEdge[]>();
  const add = (map: Map<string, AnswerEdge[]>, id: string, edge: AnswerEdge) => void map.set(id, [...(map.get(id) ?? []), edge]);
  const isJob = (id: string) => nodes.get(id)?.kind === "jobversion";
  for (const edge of edges) {
    if (isJob(edge.to)) add(into, edge.to, edge);
    if (isJob(edge.from)) add(out, edge.from, edge);
  }
  const bridged = new Set<string>();
  const bridges: AnswerEdge[] = [];
  for (const [job, ends] of out) {
    const begins = into.get(job) ?? [];
    if (begins.length === 0 || begins.length * ends.length > Math.max(MAX_BRIDGES, begins.length + ends.length)) continue;
    bridged.add(job);
    for (const begin of begins) for (const end of ends) bridges.push({ ...(weaknessOf(begin) > weaknessOf(end) ? begin : end), from: begin.from, to: end.to });
  }
  return { edges: [...edges.filter(({ from, to }) => !bridged.has(from) && !bridged.has(to)), ...bridges], bridged };
}

function fateOf(node: PictureNode, nodes: ReadonlyMap<string, ImpactedCard>, gone: ReadonlyMap<string, AnswerNode>): Pick<PictureNode, "fate"> {
  if (gone.has(node.id)) return { fate: { class: "gone", why: "Nothing has changed" } };
  const impact = nodes.get(node.id);
  return impact?.class ? { fate: { class: impact.class, why: impact.reason ?? "" } } : {};
}
