import { hash } from "node:crypto";
import type { Fold } from "@/lib/interpret/fold";
import type { Micros } from "@/lib/time";
import { emptyFragment, identityOf, labelsOf, parentOf, type EdgeType, type Fragment, type JobVersion, type Properties, type Property } from "./fragment";

/** How a unit reads what is known of another subject; the projector remembers who asked, and asks the unit again on a change. */
export type ReadFold = (subject: string) => Fold | null;

/** Puts a unit's fragment together: whatever an edge joins is mentioned, once. */
export class FragmentBuilder {
  readonly fragment: Fragment = emptyFragment();
  private readonly mentioned = new Map<string, { seen: boolean; time?: Micros; at?: Micros }>();

  /** The unit speaks for this node. `undefined` properties are left out; `facts` is kept as JSON. */
  own(key: string, labels: readonly string[], props: Record<string, Property | undefined>, facts: object | null, options: { soft?: boolean } = {}): void {
    const kept: Properties = {};
    for (const [name, value] of Object.entries(props)) if (value !== undefined) kept[name] = value;
    if (facts) kept.facts = JSON.stringify(facts);
    this.fragment.nodes.push({ key, labels, props: { ...identityOf(key).props, ...kept }, ...(options.soft ? { soft: true } : {}) });
    const parent = parentOf(key);
    if (parent) this.mention(parent.parent, false);
  }

  /** One step of a run, told apart from its others by `part`; it is shown as its run. Its key is a hash: nobody asks for it by name. */
  step(run: string, part: string, props: { job: string; version?: string; at: Micros; before: Micros }): string {
    const { ref, namespace, name } = identityOf(run).props;
    const key = `step:${edgeKey("step", run, part)}`;
    this.own(key, labelsOf("step"), { ref, kind: "step", namespace, name, run, ...props }, null);
    return key;
  }

  /** The unit names this node. `seen`: it was really there, not only expected. */
  mention(key: string, seen: boolean, times: { time?: Micros; at?: Micros } = {}): string {
    let known = this.mentioned.get(key);
    if (!known) this.mentioned.set(key, (known = { seen }));
    known.seen ||= seen;
    if (times.time !== undefined) known.time = Math.max(times.time, known.time ?? -Infinity);
    if (times.at !== undefined) known.at = Math.min(times.at, known.at ?? Infinity);
    const parent = parentOf(key);
    if (parent) this.mention(parent.parent, seen, times.at === undefined ? {} : { at: times.at });
    return key;
  }

  edge(type: EdgeType, from: string, to: string, props: Record<string, Property | undefined> = {}): void {
    const kept: Properties = {};
    for (const [name, value] of Object.entries(props)) if (value !== undefined) kept[name] = value;
    this.fragment.edges.push({ type, key: edgeKey(type, from, to), from, to, props: kept });
  }

  jobVersion(version: JobVersion): void {
    if (!this.fragment.jobVersions.some((it) => it.ref === version.ref)) this.fragment.jobVersions.push(version);
    this.mention(version.ref, true);
  }

  done(): Fragment {
    for (const [key, { seen, time, at }] of this.mentioned)
      this.fragment.mentions.push({ key, seen, ...(time === undefined ? {} : { time }), ...(at === undefined ? {} : { at }) });
    return this.fragment;
  }
}

/** A relationship's key: 24 hex digits of a SHA-256 over what makes it the one it is. */
export function edgeKey(...parts: readonly (string | number)[]): string {
  return hash("sha256", parts.join("\n"), "hex").slice(0, 24);
}
