/** What of a node or an edge became something else; `null` is none, or one that the reader may not see. */
export type FieldChange = { field: "state" | "owner" | "serves" | "trusted" | "confidence" | "stale"; was: string | null; is: string | null };
export type DifferenceKind = "added" | "removed" | "changed";
/** How something differs between two instants. Only what changed has `fields`. */
export type Difference = { kind: DifferenceKind; fields: FieldChange[] };

/** What is compared of a thing, by the name of the field. */
export type Comparable = Partial<Record<FieldChange["field"], string | null>>;

/**
 * How the things of one graph differ from those of another, by their ids; what is the same in both is not in the answer. Only fields that both
 * sides know are compared.
 */
export function compareThings(before: ReadonlyMap<string, Comparable>, after: ReadonlyMap<string, Comparable>): Map<string, Difference> {
  const differences = new Map<string, Difference>();
  for (const [id, was] of before) {
    const is = after.get(id);
    if (is === undefined) {
      differences.set(id, { kind: "removed", fields: [] });
      continue;
    }
    const fields = changedFields(was, is);
    if (fields.length > 0) differences.set(id, { kind: "changed", fields });
  }
  for (const id of after.keys()) if (!before.has(id)) differences.set(id, { kind: "added", fields: [] });
  return differences;
}

function changedFields(was: Comparable, is: Comparable): FieldChange[] {
  return (Object.keys(was) as FieldChange["field"][]).flatMap((field) => {
    const [old, now] = [was[field], is[field]];
    return old === undefined || now === undefined || old === now ? [] : [{ field, was: old, is: now }];
  });
}

export type DifferenceCounts = Record<DifferenceKind, { nodes: number; edges: number }>;

/** How many nodes and edges differ, by how. */
export function countDifferences(nodes: readonly { change?: Difference }[], edges: readonly { change?: Difference }[]): DifferenceCounts {
  const of = (kind: DifferenceKind) => ({ nodes: nodes.filter(({ change }) => change?.kind === kind).length, edges: edges.filter(({ change }) => change?.kind === kind).length });
  return { added: of("added"), removed: of("removed"), changed: of("changed") };
}
