import type { Affected, AffectedEdge, ImpactedNode } from "./impact";
import { parseNodeRef } from "./node-ref";

/** Tells why each node of one answer is in its class. `name` is what the reader may call a reference. */
export class ImpactReasons {
  private readonly into = new Map<string, AffectedEdge[]>();
  private readonly impacted: ReadonlyMap<string, ImpactedNode>;

  constructor(private readonly affected: Affected, impacted: readonly ImpactedNode[], private readonly name: (ref: string) => string) {
    this.impacted = new Map(impacted.map((node) => [node.ref, node]));
    for (const edge of affected.edges) {
      const known = this.into.get(edge.to);
      if (known) known.push(edge);
      else this.into.set(edge.to, [edge]);
    }
  }

  /** One sentence without a full stop. `inputs`: how many data feed the node, affected or not, job versions seen through. */
  of(node: ImpactedNode, inputs: number): string {
    switch (node.why) {
      case "doubt": return this.doubt(node);
      case "requirement": return `Requires ${this.names(this.deadRequirements(node.ref))}`;
      case "unfed": return this.unfed(node.ref, inputs);
      case "partly": return this.partly(node.ref, inputs);
    }
  }

  private doubt({ ref, via }: ImpactedNode): string {
    const edges = (this.into.get(ref) ?? []).filter(({ from }) => from === via);
    if (edges.every(({ maybe }) => maybe)) return `Its last run did not read ${this.name(via)}`;
    if (edges.every(({ maybe, inferred }) => maybe || inferred)) return `Inferred from ${this.name(via)}`;
    const before = this.impacted.get(via);
    if (before?.why === "doubt" && this.affected.nodes.get(via)?.rides) return this.doubt(before);
    return `Only over ${this.name(via)}, which is doubtful`;
  }

  private unfed(ref: string, inputs: number): string {
    const known = this.inputsOf(ref);
    const [only] = known;
    if (only === undefined) return "Nothing that still lives feeds it";
    if (isDeployment(ref) && known.length === 1) return `Runs ${this.name(only)}`;
    return inputs <= 1 ? `Only input: ${this.name(only)}` : `0 of ${inputs} inputs left`;
  }

  private partly(ref: string, inputs: number): string {
    const required = this.deadRequirements(ref);
    const spare = this.affected.nodes.get(ref)?.fallback.find((it) => !this.isDead(it));
    if (required.length > 0 && spare !== undefined) return `Falls back to ${this.name(spare)} for ${this.names(required)}`;
    const known = this.inputsOf(ref);
    const [only] = known;
    if (only !== undefined && isDeployment(ref) && known.length === 1 && !this.isDead(only)) return `Runs ${this.name(only)}, which is degraded`;
    const dead = known.filter((it) => this.isDead(it)).length;
    if (dead > 0) return `${Math.max(0, inputs - dead)} of ${inputs} inputs left`;
    const weak = known.filter((it) => this.impacted.get(it)?.class === "degraded");
    return weak.length === 1 ? `Input ${this.name(weak[0]!)} is degraded` : `${weak.length} of ${inputs} inputs degraded`;
  }

  /** The affected and gone data that feed a node, job versions seen through. */
  private inputsOf(ref: string): string[] {
    const found = new Set<string>();
    for (const { from, maybe } of this.into.get(ref) ?? []) {
      if (maybe) continue;
      if (!this.affected.nodes.get(from)?.rides) found.add(from);
      else for (const inner of this.into.get(from) ?? []) if (!inner.maybe) found.add(inner.from);
    }
    return [...found].sort();
  }

  private deadRequirements(ref: string): string[] {
    return [...new Set(this.affected.nodes.get(ref)?.required ?? [])].filter((it) => this.isDead(it)).sort();
  }

  private isDead(ref: string): boolean {
    return this.affected.gone.has(ref) || (this.impacted.get(ref)?.isLost ?? false);
  }

  private names(refs: readonly string[]): string {
    const [first, ...others] = refs;
    if (first === undefined) return "something that is lost";
    return others.length === 0 ? this.name(first) : `${this.name(first)} and ${others.length} more`;
  }
}

const isDeployment = (ref: string): boolean => parseNodeRef(ref)?.kind === "deployment";
