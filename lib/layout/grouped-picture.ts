import { departs, groupId, groupKeyOf, groupLabel, mainKind, REST_ID, type GroupBy, type GroupKey } from "@/lib/lineage/grouping";
import type { NodeKind } from "@/lib/lineage/node-ref";
import { foldHidden } from "./compose-picture";
import { canStandInAddress, GROUP_ROWS, groupNode, openPages, toRow, withoutFaint } from "./group-node";
import { layered } from "./layered";
import type { AnswerNode, Confidence, GraphAnswer, Picture, PictureEdge, PictureGroup, PictureNode } from "./picture";

/** Where something is, seen from the start. On a cycle it is upstream. */
type Place = "up" | "down" | "also";
type Seen = AnswerNode & { ref: string; kind: NodeKind };
type ListOf = (by: GroupBy, key: GroupKey) => string | null;

/** Cards besides the start's; what is smaller goes into one on each side. */
const MAX_GROUPS = 35;
const STRENGTH: readonly Confidence[] = ["observed", "declared", "inferred"];

/**
 * A lineage put together in groups: the start has a card of its own, what is upstream and what is downstream of it are grouped apart, and what
 * may not be seen is counted on each side. A job version between two data is told by their edge. Opening a group moves no card.
 */
export function groupedPicture(start: string, answer: GraphAnswer, by: GroupBy, openGroups: readonly string[] = [], listOf: ListOf = () => null, maxGroups = MAX_GROUPS): Picture {
  const riding = ridingJobs(start, answer);
  const { groups, rests, hidden, cardOf } = sortIntoCards(start, answer, by, riding, maxGroups);
  const pages = openPages(openGroups);
  const startNode = foldHidden({ nodes: answer.nodes.filter(({ ref }) => ref === start), edges: [] }, 0).nodes;
  const cards: PictureNode[] = [
    ...startNode,
    ...[...groups].map(([id, { key, nodes }]) => {
      const { name, namespace } = groupLabel(by, key);
      const canOpen = canStandInAddress(id);
      return toCard(id, name, namespace, nodes, { groups: 0, canOpen, open: canOpen ? openPage(nodes, pages.get(id)) : null, list: listOf(by, key) });
    }),
    ...[...rests].map(([id, { groups: count, nodes }]) => toCard(id, "", "", nodes, { groups: count, canOpen: false, open: null, list: null })),
    ...[...hidden].map(([id, count]) => hiddenCard(id, count)),
  ];
  const edges = linksBetween(answer, cardOf, riding);
  const positions = layered(cards.map(({ id }) => id), edges, start);
  for (const card of cards) Object.assign(card, positions.get(card.id));

  const rows = cards.reduce((sum, { group }) => sum + (group?.open?.rows.length ?? 0), 0);
  const members = cards.reduce((sum, { group }) => sum + (group?.size ?? 0), 0);
  const { total, hiddenByLimit, hiddenByAccess } = answer.counts;
  return {
    start,
    groupedBy: by,
    nodes: cards,
    ...withoutFaint(edges),
    counts: { shown: startNode.length + rows, total: total - hiddenByAccess, behindCounts: 0, hiddenByLimit, hiddenByAccess, inGroups: members - rows, onEdges: riding.size },
    complete: answer.complete,
    asOf: answer.asOf,
    watermark: answer.watermark,
    notFound: [],
  };
}

const idOf = (node: AnswerNode): string => node.ref ?? node.id ?? "";

/** Job versions with data on both sides. The start is none of them. */
function ridingJobs(start: string, { nodes, edges }: GraphAnswer): Set<string> {
  const jobs = new Set(nodes.flatMap(({ ref, kind }) => (kind === "jobversion" && ref !== null && ref !== start ? [ref] : [])));
  const known = new Set(nodes.map(idOf));
  const [fed, feeding] = [new Set<string>(), new Set<string>()];
  for (const { from, to } of edges) {
    if (!known.has(from) || !known.has(to)) continue;
    if (jobs.has(to) && !jobs.has(from)) fed.add(to);
    if (jobs.has(from) && !jobs.has(to)) feeding.add(from);
  }
  return new Set([...fed].filter((id) => feeding.has(id)));
}

/** Which side of the start each thing is on: what leads to it, what it leads to, or neither. */
function placesOf(start: string, { edges }: GraphAnswer): Map<string, Place> {
  const places = new Map<string, Place>();
  for (const [place, near, far] of [["up", "to", "from"], ["down", "from", "to"]] as const) {
    const next = new Map<string, string[]>();
    for (const edge of edges) {
      const list = next.get(edge[near]);
      if (list) list.push(edge[far]);
      else next.set(edge[near], [edge[far]]);
    }
    const queue = [start];
    const seen = new Set(queue);
    for (let head = 0; head < queue.length; head++) {
      for (const id of next.get(queue[head]!) ?? []) {
        if (seen.has(id)) continue;
        seen.add(id);
        queue.push(id);
        if (!places.has(id)) places.set(id, place);
      }
    }
  }
  return places;
}

type Cards = {
  groups: Map<string, { place: Place; key: GroupKey; nodes: Seen[] }>;
  rests: Map<string, { groups: number; nodes: Seen[] }>;
  /** How many unseen things each of their cards stands for. */
  hidden: Map<string, number>;
  /** The card that each thing is in; job versions that ride on an edge are in none. */
  cardOf: Map<string, string>;
};

function sortIntoCards(start: string, answer: GraphAnswer, by: GroupBy, riding: ReadonlySet<string>, maxGroups: number): Cards {
  const places = placesOf(start, answer);
  // what runs in a deployment is told by the edge, which is masked
  const models = new Map(answer.edges.filter(({ from, to }) => from.startsWith("model:") && to.startsWith("deployment:")).map(({ from, to }) => [to, from]));
  const groups: Cards["groups"] = new Map();
  const hidden: Cards["hidden"] = new Map();
  const cardOf: Cards["cardOf"] = new Map();
  for (const node of answer.nodes) {
    const id = idOf(node);
    if (riding.has(id)) continue;
    const place = places.get(id) ?? "also";
    if (id === start) cardOf.set(id, id);
    else if (node.ref === null || !node.kind) {
      hidden.set(`hidden:${place}`, (hidden.get(`hidden:${place}`) ?? 0) + 1);
      cardOf.set(id, `hidden:${place}`);
    } else {
      const key = groupKeyOf(by, { ref: node.ref, kind: node.kind, namespace: node.namespace ?? "", owner: node.owner ?? null, model: models.get(node.ref) ?? null });
      const card = `${place}~${groupId(key)}`;
      const group = groups.get(card) ?? groups.set(card, { place, key, nodes: [] }).get(card)!;
      group.nodes.push({ ...node, ref: node.ref, kind: node.kind });
      cardOf.set(id, card);
    }
  }
  const rests: Cards["rests"] = new Map();
  const bySize = [...groups].sort((a, b) => b[1].nodes.length - a[1].nodes.length || (a[0] < b[0] ? -1 : 1));
  for (const [card, { place, nodes }] of bySize.slice(maxGroups)) {
    const id = `${place}~${REST_ID}`;
    const rest = rests.get(id) ?? rests.set(id, { groups: 0, nodes: [] }).get(id)!;
    rest.groups++;
    for (const node of nodes) {
      rest.nodes.push(node);
      cardOf.set(node.ref, id);
    }
    groups.delete(card);
  }
  return { groups, rests, hidden, cardOf };
}

type Beyond = Pick<PictureGroup, "groups" | "canOpen" | "open" | "list">;

function toCard(id: string, label: string, namespace: string, nodes: readonly Seen[], beyond: Beyond): PictureNode {
  const kinds = new Map<NodeKind, number>();
  const states = new Map<string, number>();
  const count = <K>(map: Map<K, number>, it: K) => void map.set(it, (map.get(it) ?? 0) + 1);
  for (const { kind, state, conflict } of nodes) {
    count(kinds, kind);
    if (conflict) count(states, "conflict");
    else if (state && departs(state)) count(states, state);
  }
  const distance = nodes.reduce((least, node) => Math.min(least, node.distance), Infinity);
  return groupNode({
    id, label, namespace, distance, kind: mainKind(kinds),
    group: {
      size: nodes.length, kinds: [...kinds].map(([kind, n]) => ({ kind, count: n })).sort((a, b) => b.count - a.count || (a.kind < b.kind ? -1 : 1)),
      states: [...states].map(([state, n]) => ({ state, count: n })).sort((a, b) => (a.state < b.state ? -1 : 1)), ...beyond,
    },
  });
}

/** By name, so that a page is the same each time. */
function openPage(nodes: readonly Seen[], page: number | undefined): PictureGroup["open"] {
  if (page === undefined) return null;
  const from = (page - 1) * GROUP_ROWS;
  const sorted = [...nodes].sort((a, b) => compare(a.name ?? "", b.name ?? "") || compare(a.ref, b.ref));
  return { from, rows: sorted.slice(from, from + GROUP_ROWS).map((node) => toRow({ ...node, namespace: node.namespace ?? "", name: node.name ?? "", state: node.state ?? null, version: node.version ?? null, owner: node.owner ?? null, at: node.at ?? null, conflict: node.conflict ?? false })) };
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function hiddenCard(id: string, count: number): PictureNode {
  const [card] = foldHidden({ nodes: [{ ref: null, id, distance: 0 }], edges: [] }, 0).nodes;
  return { ...card!, id, hidden: count };
}

/** One edge for each pair of cards with links between them. */
function linksBetween(answer: GraphAnswer, cardOf: ReadonlyMap<string, string>, riding: ReadonlySet<string>): PictureEdge[] {
  const edges = new Map<string, PictureEdge>();
  const add = (from: string, to: string, count: number, strongest: number, weakest: number) => {
    if (from === to) return;
    const id = `${from}>${to}`;
    const known = edges.get(id);
    const [best, worst] = known ? [Math.min(strongest, STRENGTH.indexOf(known.confidence)), Math.max(weakest, STRENGTH.indexOf(known.links!.weakest))] : [strongest, weakest];
    edges.set(id, {
      id, from, to, confidence: STRENGTH[best]!, stale: false, firstSeen: null, lastSeen: null, rel: null, role: null,
      links: { count: (known?.links?.count ?? 0) + count, weakest: STRENGTH[worst]! },
    });
  };
  type End = { count: number; best: number; worst: number };
  const ends = new Map<string, { into: Map<string, End>; out: Map<string, End> }>();
  for (const job of riding) ends.set(job, { into: new Map(), out: new Map() });
  const note = (side: Map<string, End>, card: string, rank: number) => {
    const known = side.get(card);
    side.set(card, known ? { count: known.count + 1, best: Math.min(known.best, rank), worst: Math.max(known.worst, rank) } : { count: 1, best: rank, worst: rank });
  };
  for (const { from, to, confidence } of answer.edges) {
    const rank = STRENGTH.indexOf(confidence);
    const [fromCard, toCard] = [cardOf.get(from), cardOf.get(to)];
    if (fromCard !== undefined && toCard !== undefined) add(fromCard, toCard, 1, rank, rank);
    else if (fromCard !== undefined && ends.has(to)) note(ends.get(to)!.into, fromCard, rank);
    else if (toCard !== undefined && ends.has(from)) note(ends.get(from)!.out, toCard, rank);
  }
  // inputs and outputs are counted card by card before they are joined
  for (const { into, out } of ends.values()) {
    for (const [from, a] of into) for (const [to, b] of out) add(from, to, a.count * b.count, Math.max(a.best, b.best), Math.max(a.worst, b.worst));
  }
  return [...edges.values()].sort((a, b) => compare(a.id, b.id));
}
