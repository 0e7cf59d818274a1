import type { Expansion, OpenedColumns } from "@/lib/explorer-view";
import { ColumnLists, type Opening } from "./column-lists";
import { layered, type LayoutEdge, type Position } from "./layered";
import type { AnswerEdge, AnswerNode, ColumnsOf, GraphAnswer, PerSide, Picture, PictureEdge, PictureNode } from "./picture";

/**
 * One expansion and its one-hop answer; `null` when the node is not there (any more). `opens`: lists of columns that come with it; `links`:
 * edges that are not drawn, and say beside what new nodes are laid.
 */
export type Addition = Expansion & { answer: GraphAnswer | null; opens?: readonly Opening[]; links?: readonly LayoutEdge[] };

/** What is opened into its columns: `opened`, each after so many expansions, and what there is to show. */
export type ColumnsToDraw = { opened: readonly OpenedColumns[]; known: readonly ColumnsOf[] };

/**
 * The picture of a start's answer with expansions added one after the other, each laid out around what is there: replaying them in
 * the same order gives the same positions.
 *
 * `between`: all present edges among the drawn nodes, for those that join two answers. Unseen nodes with the same neighbours become
 * one card with their number.
 */
export function composePicture(start: string, base: GraphAnswer, additions: readonly Addition[] = [], between: readonly AnswerEdge[] = [], columns: ColumnsToDraw = { opened: [], known: [] }): Picture {
  const nodes = new Map<string, PictureNode>();
  const edges = new Map<string, PictureEdge>();
  const degrees = new Map<string, PerSide>();
  let positions = new Map<string, Position>();
  const lists = new ColumnLists(new Map(columns.known.map((it) => [it.ref, it])));
  const rowEdges = new Map<string, PictureEdge>();

  const touchesRow = ({ from, to }: AnswerEdge) => lists.isRow(from) || lists.isRow(to);
  const isDrawn = (id: string) => nodes.has(id) || lists.isRow(id);

  [base, ...additions.map(({ answer }) => answer)].forEach((whole, index) => {
    if (whole !== null) {
      const answer = foldHidden(whole, index);
      for (const node of answer.nodes) if (!isDrawn(node.id)) nodes.set(node.id, node);
      for (const edge of answer.edges) addEdge(touchesRow(edge) ? rowEdges : edges, edge);
      noteDegrees(degrees, whole);
      // a row takes part as its card
      const atCards = [...rowEdges.values()].map(({ from, to }) => ({ from: lists.cardOf(from), to: lists.cardOf(to) }));
      positions = layered([...nodes.keys()], [...edges.values(), ...atCards, ...(additions[index - 1]?.links ?? [])], start, positions, lists.blocked());
    }
    for (const opening of additions[index - 1]?.opens ?? []) lists.open(opening, positions);
    for (const { ref } of columns.opened.filter(({ after }) => Math.min(after, additions.length) === index)) lists.open({ ref }, positions);
  });
  for (const edge of between) if (isDrawn(edge.from) && isDrawn(edge.to)) addEdge(touchesRow(edge) ? rowEdges : edges, edge);

  const drawn = drawnNeighbours(nodes, [...edges.values(), ...rowEdges.values()]);
  for (const [id, node] of nodes) {
    Object.assign(node, positions.get(id));
    const degree = degrees.get(id);
    const here = drawn.get(id);
    if (degree && here) node.behind = { upstream: Math.max(0, degree.upstream - here.upstream), downstream: Math.max(0, degree.downstream - here.downstream) };
  }

  const rows = lists.nodes().map((row) => {
    const here = drawn.get(row.id) ?? { upstream: 0, downstream: 0 };
    return { ...row, behind: { upstream: Math.max(0, row.behind.upstream - here.upstream), downstream: Math.max(0, row.behind.downstream - here.downstream) } };
  });

  const all = [...nodes.values()];
  const shown = all.filter((node) => node.hidden === 0).length;
  const behindCounts = all.reduce((sum, { behind }) => sum + behind.upstream + behind.downstream, 0);
  const hiddenByLimit = Math.max(0, base.counts.hiddenByLimit - (shown - base.nodes.filter((node) => node.ref !== null).length));
  return {
    start,
    nodes: all,
    edges: [...edges.values()].filter(({ from, to }) => isDrawn(from) && isDrawn(to)),
    counts: {
      shown,
      total: shown + Math.max(behindCounts, hiddenByLimit),
      behindCounts,
      hiddenByLimit,
      hiddenByAccess: all.reduce((sum, node) => sum + node.hidden, 0),
    },
    complete: base.complete && additions.every(({ answer }) => answer?.complete !== false),
    asOf: base.asOf,
    watermark: base.watermark,
    notFound: additions.filter(({ answer }) => answer === null).map(({ ref, side }) => ({ ref, side })),
    ...(lists.parts.length === 0 ? {} : { columns: { lists: lists.parts, rows, edges: [...rowEdges.values()].filter(({ from, to }) => isDrawn(from) && isDrawn(to)) } }),
  };
}

const idOf = (node: AnswerNode, index: number) => node.ref ?? `hidden:${index}:${node.id ?? ""}`;

function toPictureNode(node: AnswerNode, id: string, hidden: number): PictureNode {
  return {
    id,
    ref: node.ref,
    kind: node.kind ?? null,
    namespace: node.namespace ?? "",
    name: node.name ?? "",
    version: node.version ?? null,
    state: node.state ?? null,
    owner: node.owner ?? null,
    at: node.at ?? null,
    conflict: node.conflict ?? false,
    distance: node.distance,
    behind: { upstream: 0, downstream: 0 },
    hidden,
    ...(node.change ? { change: node.change } : {}),
    column: 0,
    x: 0,
    y: 0,
  };
}

/** An answer in the picture's terms: unseen nodes with the same neighbours (and, in a comparison, the same changes) are folded into one, and named apart from other answers'. */
export function foldHidden(answer: Pick<GraphAnswer, "nodes" | "edges">, index: number): { nodes: PictureNode[]; edges: AnswerEdge[] } {
  const hidden = new Set(answer.nodes.flatMap((node) => (node.ref === null ? [node.id ?? ""] : [])));
  if (hidden.size === 0) return { nodes: answer.nodes.map((node) => toPictureNode(node, idOf(node, index), 0)), edges: [...answer.edges] };

  const neighbours = new Map<string, string[]>();
  for (const { from, to, change } of answer.edges) {
    const how = change?.kind ?? "";
    if (hidden.has(from)) neighbours.set(from, [...(neighbours.get(from) ?? []), `>${to}${how}`]);
    if (hidden.has(to)) neighbours.set(to, [...(neighbours.get(to) ?? []), `<${from}${how}`]);
  }
  const folded = new Map<string, PictureNode>();
  const standsFor = new Map<string, string>();
  const nodes: PictureNode[] = [];
  for (const node of answer.nodes) {
    if (node.ref !== null) {
      nodes.push(toPictureNode(node, node.ref, 0));
      continue;
    }
    const key = [...(neighbours.get(node.id ?? "") ?? []).sort(), node.change?.kind ?? ""].join(" ");
    const card = folded.get(key);
    if (card) card.hidden++;
    else {
      const fresh = toPictureNode(node, idOf(node, index), 1);
      folded.set(key, fresh);
      nodes.push(fresh);
    }
    standsFor.set(node.id ?? "", folded.get(key)!.id);
  }
  const named = (id: string) => standsFor.get(id) ?? id;
  return { nodes, edges: answer.edges.map((edge) => ({ ...edge, from: named(edge.from), to: named(edge.to) })) };
}

/** The first answer that holds an edge tells it: all answers hold the same one. */
function addEdge(edges: Map<string, PictureEdge>, edge: AnswerEdge): void {
  const id = `${edge.from}>${edge.to}`;
  if (edges.has(id)) return;
  edges.set(id, {
    id,
    from: edge.from,
    to: edge.to,
    confidence: edge.confidence,
    stale: edge.stale,
    firstSeen: edge.firstSeen ?? null,
    lastSeen: edge.lastSeen ?? null,
    rel: edge.rel ?? null,
    role: edge.role ?? null,
    ...(edge.change ? { change: edge.change } : {}),
  });
}

function noteDegrees(degrees: Map<string, PerSide>, answer: GraphAnswer): void {
  const within = neighbourCounts(answer.edges);
  for (const { ref, more } of answer.nodes) {
    if (ref === null || !more) continue;
    const here = within.get(ref);
    const known = degrees.get(ref);
    degrees.set(ref, {
      upstream: Math.max(known?.upstream ?? 0, more.upstream + (here?.upstream ?? 0)),
      downstream: Math.max(known?.downstream ?? 0, more.downstream + (here?.downstream ?? 0)),
    });
  }
}

/** Distinct neighbours of each node on either side. */
function neighbourCounts(edges: readonly { from: string; to: string }[], weight: (id: string) => number = () => 1): Map<string, PerSide> {
  const counts = new Map<string, PerSide>();
  const seen = new Set<string>();
  const at = (id: string) => counts.get(id) ?? counts.set(id, { upstream: 0, downstream: 0 }).get(id)!;
  for (const { from, to } of edges) {
    const pair = `${from}>${to}`;
    if (seen.has(pair)) continue;
    seen.add(pair);
    at(to).upstream += weight(from);
    at(from).downstream += weight(to);
  }
  return counts;
}

function drawnNeighbours(nodes: ReadonlyMap<string, PictureNode>, edges: readonly PictureEdge[]): Map<string, PerSide> {
  const counts = neighbourCounts(edges, (id) => Math.max(1, nodes.get(id)?.hidden ?? 1));
  for (const id of nodes.keys()) if (!counts.has(id)) counts.set(id, { upstream: 0, downstream: 0 });
  return counts;
}
