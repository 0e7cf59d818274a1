import "server-only";
import { identityOf, isUndated, parentOf, type Edge, type NodeMention, type OwnNode, type Properties } from "@/lib/projection/fragment";
import { edgeKey } from "@/lib/projection/fragment-builder";
import { STILL } from "@/lib/time";
import type { GraphChange } from "./graph-change";
import type { MentionTimes, NodeState, ProjectorState } from "./state";

type Touched = { state: NodeState; dirty: boolean; own?: OwnNode | null };

/** Gathers what becomes of nodes in one batch. A node is what its unit says, and a placeholder while others only name it. */
export class NodeChanges {
  private readonly nodes = new Map<string, Touched>();

  /** @param ownOf what a unit says of a node of its own now, for a node whose unit has not changed in this batch. */
  constructor(private readonly store: ProjectorState, private readonly ownOf: (unit: string, key: string) => OwnNode | null) {}

  own(unit: string, node: OwnNode | null, key: string): void {
    const it = this.touch(key);
    if (node) it.state.own = { soft: node.soft === true, unit };
    else if (it.state.own?.unit === unit) it.state.own = null;
    it.own = node;
    it.dirty = true;
  }

  /** A unit's mention of a node, before this batch and after it. Kept are those that tell a time: the others only count. */
  mention(unit: string, key: string, before: NodeMention | null, after: NodeMention | null): void {
    const it = this.touch(key);
    const [timesBefore, times] = [timesOf(before), timesOf(after)];
    if (timesBefore || times) this.store.putMention(key, unit, times);
    const { state } = it;
    const was = { exists: state.mentions > 0, seen: state.seen > 0, time: state.time, at: state.at };
    state.mentions += (after ? 1 : 0) - (before ? 1 : 0);
    state.seen += (after?.seen ? 1 : 0) - (before?.seen ? 1 : 0);
    if (timesBefore) this.sumUpTimes(key, state);
    else if (times) addTimes(state, times);
    if (was.exists !== state.mentions > 0 || was.seen !== state.seen > 0 || was.time !== state.time || was.at !== state.at) it.dirty = true;
  }

  /** The node's state follows from elsewhere (a dataset's drops) and may have changed. */
  markDirty(key: string): void {
    this.touch(key).dirty = true;
  }

  /** @param dropped whether a dataset is dropped now, and when. */
  writeTo(change: GraphChange, dropped: (dataset: string) => number | null): void {
    const created: string[] = [];
    for (const [key, touched] of this.nodes) {
      const { state, dirty } = touched;
      const exists = state.mentions > 0 || (state.own !== null && !state.own.soft);
      const was = state.written;
      if (!exists && was) change.nodesGone.push(key);
      if (exists && (dirty || !was)) change.nodes.push({ key, ...this.present(key, touched, dropped) });
      if (exists && !was) created.push(key);
      state.written = exists;
      this.store.putNode(key, exists || state.own ? state : null);
    }
    const joined = new Map<string, Edge>();
    for (const key of created) for (const edge of this.edgesByName(key)) joined.set(edge.key, edge);
    change.edges.push(...joined.values());
  }

  private present(key: string, { state, own: given }: Touched, dropped: (dataset: string) => number | null): { labels: readonly string[]; props: Properties } {
    const own = state.own && (given ?? this.ownOf(state.own.unit, key));
    // what a unit says of a node begins with what its key tells
    const identity = own ?? identityOf(key);
    const props: Properties = { ...identity.props, state: state.seen > 0 || state.own?.soft === false ? "active" : "missing" };
    if (state.at !== undefined) props.at = state.at;
    if (state.time !== undefined) props.time = state.time;
    Object.assign(props, own?.props);
    if (props.kind === "jobversion") props.origin = this.store.jobVersion(key)?.origin ?? "observed";
    const droppedAt = key.startsWith("dataset:") ? dropped(key) : null;
    if (droppedAt !== null) Object.assign(props, { state: "dropped", droppedAt });
    return { labels: isUndated(identity.labels, props) ? [...identity.labels, "Undated"] : identity.labels, props };
  }

  /** The edges that follow from a node's name alone. They go with the node. */
  private edgesByName(key: string): Edge[] {
    const parent = parentOf(key);
    const edges: Edge[] = [];
    if (parent) {
      const [from, to] = parent.outward ? [key, parent.parent] : [parent.parent, key];
      edges.push({ type: parent.type, key: edgeKey(parent.type, from, to), from, to, props: {} });
    }
    if (key.startsWith("column:"))
      for (const feature of this.store.nodeKeysFrom(`${key.replace(/^column:/, "feature:")}@`)) if (this.exists(feature)) edges.push(columnEdge(key, feature));
    if (key.startsWith("feature:") && key.includes("@")) {
      const column = key.slice(0, key.lastIndexOf("@")).replace(/^feature:/, "column:");
      if (this.exists(column)) edges.push(columnEdge(column, key));
    }
    return edges;
  }

  private exists(key: string): boolean {
    return this.nodes.get(key)?.state.written ?? this.store.node(key)?.written ?? false;
  }

  private touch(key: string): Touched {
    const known = this.nodes.get(key);
    if (known) return known;
    const it: Touched = { state: this.store.node(key) ?? { own: null, mentions: 0, seen: 0, written: false }, dirty: false };
    this.nodes.set(key, it);
    return it;
  }

  private sumUpTimes(key: string, state: NodeState): void {
    delete state.time;
    delete state.at;
    for (const times of this.store.mentions(key)) addTimes(state, times);
  }
}

function timesOf(mention: NodeMention | null): MentionTimes | null {
  if (mention?.time === undefined && mention?.at === undefined) return null;
  return { ...(mention.time === undefined ? {} : { time: mention.time }), ...(mention.at === undefined ? {} : { at: mention.at }) };
}

function addTimes(state: NodeState, { time, at }: MentionTimes): void {
  if (time !== undefined) state.time = Math.max(state.time ?? -Infinity, time);
  if (at !== undefined) state.at = Math.min(state.at ?? Infinity, at);
}

/** A column feeds the feature versions of the same namespace, group and name. */
function columnEdge(column: string, feature: string): Edge {
  const props = { confidence: "observed", rel: "feature-column", validFrom: 0, validTo: STILL };
  return { type: "FEEDS", key: edgeKey("feature-column", column, feature), from: column, to: feature, props };
}
