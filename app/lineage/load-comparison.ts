import "server-only";
import { findComparison, type ComparisonAnswer } from "@/graph/queries/find-comparison";
import { findEdgesAmong } from "@/graph/queries/find-edges-among";
import type { Viewer } from "@/lib/access/viewer";
import type { ExplorerView } from "@/lib/explorer-view";
import type { AnswerEdge, Picture } from "@/lib/layout/picture";
import { compareThings, type Comparable, type Difference } from "@/lib/lineage/compare-graphs";
import { comparedInstants } from "@/lib/lineage/compared-instants";
import { Mask } from "@/lib/lineage/mask";
import { loadCards, type LoadedPicture } from "./load-picture";
import type { PictureSource } from "./picture-source";

/**
 * The picture of two instants: all that was there at either, each thing with how the later instant differs from the earlier one. It is laid out
 * as one picture, so nothing moves between the two.
 * @throws what `loadPicture` throws.
 */
export async function loadComparison(viewer: Viewer, view: ExplorerView & { ref: string; compare: string }): Promise<LoadedPicture> {
  const { from, to } = comparedInstants(view.compare, view.asOf);
  const later = to === null ? {} : { asOf: to };
  // one mask for all answers: what may not be seen has the same placeholder in each
  const mask = new Mask(viewer);
  const answers: ComparisonAnswer[] = [];
  let among: readonly AnswerEdge[] = [];
  const source: PictureSource = {
    async around(params) {
      const answer = await findComparison(viewer, { ...params, with: from, ...later }, mask);
      answers.push(answer);
      return answer;
    },
    async among(refs) {
      const edgesAt = (when: { asOf?: string }) => findEdgesAmong(viewer, { refs: [...refs], plane: view.plane, ...when });
      const [before, after] = await Promise.all([edgesAt({ asOf: from }), edgesAt(later)]);
      return (among = joinEdges(before, after));
    },
  };
  // ways are those of one instant
  const loaded = await loadCards(viewer, { ...view, asOf: to, paths: null }, source);
  const there = answers[0]!.there;
  return { ...loaded, picture: { ...settle(loaded.picture, answers, among), compared: { from, to, there: { from: there.with, to: there.asOf } } } };
}

const idOf = ({ from, to }: { from: string; to: string }): string => `${from}>${to}`;

/** The edges of both instants, each with how it differs. */
function joinEdges(before: readonly AnswerEdge[], after: readonly AnswerEdge[]): AnswerEdge[] {
  const comparable = (edges: readonly AnswerEdge[]) => new Map(edges.map((edge): [string, Comparable] => [idOf(edge), { confidence: edge.confidence, stale: edge.stale ? "yes" : "no" }]));
  const changes = compareThings(comparable(before), comparable(after));
  return [...new Map([...before, ...after].map((edge) => [idOf(edge), edge]))].map(([id, edge]) => {
    const change = changes.get(id);
    return change === undefined ? edge : { ...edge, change };
  });
}

/** What left one answer of several and is in another one of the same instant has not gone; what holds among all that is drawn is told by `among`. */
function settle(picture: Picture, answers: readonly ComparisonAnswer[], among: readonly AnswerEdge[]): Picture {
  if (answers.length === 1) return picture;
  const sides = new Map<string, { before: boolean; after: boolean }>();
  for (const { nodes } of answers) {
    for (const { ref, change } of nodes) {
      if (ref === null) continue;
      const side = sides.get(ref) ?? { before: false, after: false };
      sides.set(ref, { before: side.before || change?.kind !== "added", after: side.after || change?.kind !== "removed" });
    }
  }
  const edges = new Map(among.map((edge) => [idOf(edge), edge.change]));
  const isInBoth = (id: string) => sides.get(id)?.before === true && sides.get(id)?.after === true;
  return {
    ...picture,
    nodes: picture.nodes.map((node) => (node.change && node.change.kind !== "changed" && isInBoth(node.id) ? withChange(node, undefined) : node)),
    edges: picture.edges.map((edge) => (edges.has(edge.id) ? withChange(edge, edges.get(edge.id)) : edge)),
  };
}

function withChange<Thing extends { change?: Difference }>({ change: _, ...thing }: Thing, change: Difference | undefined): Thing {
  return (change === undefined ? thing : { ...thing, change }) as Thing;
}
