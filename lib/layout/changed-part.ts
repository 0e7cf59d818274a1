import type { Picture } from "./picture";

/** Of a picture of two instants what differs: changed things, the ends of changed edges, and the start. What is left stays where it is. */
export function changedPart(picture: Picture): Picture {
  const kept = new Set([picture.start, ...picture.nodes.flatMap(({ id, change }) => (change ? [id] : [])), ...picture.edges.flatMap(({ from, to, change }) => (change ? [from, to] : []))]);
  const nodes = picture.nodes.filter(({ id }) => kept.has(id));
  const seen = nodes.filter(({ hidden }) => hidden === 0).length;
  return {
    ...picture,
    nodes,
    edges: picture.edges.filter(({ from, to }) => kept.has(from) && kept.has(to)),
    counts: { ...picture.counts, shown: seen, unchanged: picture.counts.shown - seen, hiddenByAccess: nodes.reduce((sum, { hidden }) => sum + hidden, 0) },
  };
}
