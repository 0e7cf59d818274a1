import type { Affected } from "./impact";

/**
 * How many data feed each affected node, job versions seen through, where the affected part of the graph tells it; the others are not in the
 * map. `fed`: how many edges feed each node, from wherever. What is gone is an input itself, also a job version.
 */
export function knownInputs({ gone, nodes, edges }: Affected, fed: ReadonlyMap<string, number>): Map<string, number> {
  const feeders = new Map<string, string[]>();
  for (const { from, to, maybe } of edges) if (!maybe) feeders.set(to, [...(feeders.get(to) ?? []), from]);
  const allOf = (ref: string): string[] | null => {
    const known = feeders.get(ref) ?? [];
    return known.length === fed.get(ref) ? known : null;
  };
  const ridesOn = (ref: string): boolean => !gone.has(ref) && (nodes.get(ref)?.rides ?? false);
  const counts = new Map<string, number>();
  for (const ref of nodes.keys()) {
    const direct = allOf(ref);
    if (direct === null) continue;
    const [only] = direct;
    // each edge into a job version comes from another input
    if (direct.length === 1 && only !== undefined && ridesOn(only)) {
      counts.set(ref, fed.get(only) ?? 0);
      continue;
    }
    const inputs = new Set<string>();
    const isKnown = direct.every((from) => {
      if (!ridesOn(from)) return inputs.add(from);
      const inner = allOf(from);
      inner?.forEach((it) => inputs.add(it));
      return inner !== null;
    });
    if (isKnown) counts.set(ref, inputs.size);
  }
  return counts;
}
