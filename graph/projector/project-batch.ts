import "server-only";
import { contributionsOf } from "@/lib/interpret/contributions";
import { emptyFold, mergeInto, type Fold } from "@/lib/interpret/fold";
import type { ProjectableRecord } from "@/lib/interpret/record";
import { derive } from "@/lib/projection/derive";
import type { Fragment } from "@/lib/projection/fragment";
import { Turns } from "@/lib/turns";
import { EdgeDiff } from "./edge-diff";
import type { GraphChange } from "./graph-change";
import { NodeChanges } from "./node-changes";
import type { ProjectorState } from "./state";
import { TimelineChanges } from "./timeline-changes";

export type SequencedRecord = ProjectableRecord & { sequence: number };

/** The ledger, as the projector reads it. */
export type RecordSource = {
  read(sequence: number): SequencedRecord | null;
  /** Sequences of all records that speak of a subject. */
  recordsAbout(subject: string): readonly number[];
};

/**
 * Takes a batch of records into the projector's state and says what that makes different in the graph. Must run inside a
 * transaction of the state.
 *
 * There is no patch for each case: a record is merged into the folds of its subjects, every unit whose folds changed is
 * derived anew, and the difference to what it was before is what changes. Gives turns on the way: the batch before may be on its way to
 * Neo4j.
 */
export class BatchProjection {
  private readonly before = new Map<string, Fold | null>();
  private readonly after = new Map<string, Fold | null>();
  private readonly changed = new Set<string>();
  /** Folds that this batch does not change. */
  private readonly unchanged = new Map<string, Fold | null>();
  /** Whether there is any retraction: nearly always there is none, and nothing to be asked for each record. */
  private retractions: boolean | undefined;
  private readonly turns = new Turns();

  /** @param upTo the greatest sequence that is in the graph once this batch is. */
  constructor(private readonly store: ProjectorState, private readonly source: RecordSource, private readonly upTo: number) {}

  async add(record: SequencedRecord): Promise<void> {
    await this.turns.give();
    if (record.kind === "retraction") {
      this.retract(record);
      return;
    }
    if (!this.holds(record.sequence)) return;
    for (const contribution of contributionsOf(record)) {
      const fold = this.current(contribution.subject) ?? emptyFold();
      const { stored, meant } = mergeInto(fold, contribution, record.recordedAt);
      if (stored) this.after.set(contribution.subject, fold);
      if (meant) this.changed.add(contribution.subject);
    }
  }

  async finish(): Promise<GraphChange> {
    for (const [subject, fold] of this.after) this.store.putFold(subject, fold);
    const units = new Set<string>();
    for (const subject of this.changed) {
      units.add(subject);
      for (const watcher of this.store.watchers(subject)) units.add(watcher);
    }
    const change: GraphChange = { nodes: [], nodesGone: [], edges: [], edgesChanged: [], edgesGone: [], counts: [] };
    const edges = new EdgeDiff();
    const nodes = new NodeChanges(this.store, (unit, key) =>
      derive(unit, this.foldAfter(unit), (subject) => this.foldAfter(subject)).nodes.find((it) => it.key === key) ?? null);
    const timelines = new TimelineChanges(this.store, edges);
    const counts = new Map<string, number>();
    for (const unit of units) {
      await this.turns.give();
      const watched = new Set<string>();
      const was = derive(unit, this.foldBefore(unit), (subject) => {
        watched.add(subject);
        return this.foldBefore(subject);
      });
      const now = derive(unit, this.foldAfter(unit), (subject) => {
        // what it read when it was derived last is watched already
        if (!watched.has(subject)) this.store.putWatch(subject, unit);
        return this.foldAfter(subject);
      });
      this.apply(unit, was, now, nodes, edges, timelines, counts);
    }
    timelines.finish();
    for (const dataset of timelines.touched) nodes.markDirty(dataset);
    edges.writeTo(change);
    nodes.writeTo(change, (dataset) => timelines.droppedAt(dataset));
    for (const [key, delta] of counts) {
      if (delta === 0) continue;
      const [ref = "", day = "0"] = key.split(" ");
      change.counts.push({ key, ref, day: Number(day), count: this.store.addCount(key, delta) });
    }
    return change;
  }

  private apply(unit: string, was: Fragment, now: Fragment, nodes: NodeChanges, edges: EdgeDiff, timelines: TimelineChanges, counts: Map<string, number>): void {
    replaceByKey(was.nodes, now.nodes, (it) => it.key, (key, _before, node) => nodes.own(unit, node, key));
    replaceByKey(was.mentions, now.mentions, (it) => it.key, (key, before, mention) => nodes.mention(unit, key, before, mention));
    edges.replace(was.edges, now.edges);
    for (const version of now.jobVersions) this.store.putJobVersion(version);
    timelines.replaceEntries(unit, was.entries, now.entries);
    replaceByKey(was.drops, now.drops, (it) => it.dataset, (dataset, _before, drop) => {
      this.store.putDrop(dataset, unit, drop?.at ?? null);
      timelines.dropsChanged(dataset);
    });
    for (const [list, sign] of [[was.counts, -1], [now.counts, 1]] as const)
      for (const { ref, day } of list) counts.set(`${ref} ${day}`, (counts.get(`${ref} ${day}`) ?? 0) + sign);
  }

  /** A retraction takes away what its records said, or gives back what a retraction took: every subject of theirs is folded anew. */
  private retract(record: SequencedRecord): void {
    const targets = (record.event as { records: number[] }).records;
    for (const target of targets) this.store.addRetraction(target, record.sequence);
    this.retractions = true;
    const subjects = new Set<string>();
    const visit = (sequence: number): void => {
      const target = this.source.read(sequence);
      if (!target) return;
      if (target.kind === "retraction") for (const it of (target.event as { records: number[] }).records) visit(it);
      else if (!this.store.isDead(sequence)) for (const { subject } of contributionsOf(target)) subjects.add(subject);
    };
    targets.forEach(visit);
    for (const subject of subjects) this.foldAnew(subject);
  }

  private foldAnew(subject: string): void {
    if (!this.before.has(subject)) this.before.set(subject, this.store.fold(subject));
    let fold: Fold | null = null;
    for (const sequence of this.source.recordsAbout(subject)) {
      if (sequence > this.upTo || this.store.isDead(sequence) || !this.holds(sequence)) continue;
      const record = this.source.read(sequence);
      for (const contribution of record ? contributionsOf(record) : [])
        if (contribution.subject === subject) mergeInto((fold ??= emptyFold()), contribution, record!.recordedAt);
    }
    this.after.set(subject, fold);
    this.changed.add(subject);
  }

  /** A record holds unless a retraction that holds names it. Retractions name what came before them, so this ends. */
  private holds(sequence: number): boolean {
    this.retractions ??= this.store.hasRetractions();
    return !this.retractions || !this.store.retractionsOf(sequence).some((retraction) => !this.store.isDead(retraction) && this.holds(retraction));
  }

  /** To be merged into: nobody else has it. */
  private current(subject: string): Fold | null {
    if (this.after.has(subject)) return this.after.get(subject)!;
    if (!this.before.has(subject)) this.before.set(subject, this.store.fold(subject));
    // a copy of its own: what was before stays as it was
    return this.before.get(subject) ? this.store.fold(subject) : null;
  }

  /** To be read, once all records are merged. */
  private foldAfter(subject: string): Fold | null {
    return this.after.has(subject) ? this.after.get(subject)! : this.unchangedFold(subject);
  }

  private foldBefore(subject: string): Fold | null {
    return this.before.has(subject) ? this.before.get(subject)! : this.unchangedFold(subject);
  }

  private unchangedFold(subject: string): Fold | null {
    const known = this.unchanged.get(subject);
    if (known !== undefined) return known;
    const fold = this.store.fold(subject);
    this.unchanged.set(subject, fold);
    return fold;
  }
}

/** Calls `put` for what is new (`before` is `null`), different, or gone (`after` is `null`). */
function replaceByKey<T>(before: readonly T[], after: readonly T[], keyOf: (it: T) => string, put: (key: string, before: T | null, after: T | null) => void): void {
  const was = new Map(before.map((it) => [keyOf(it), it]));
  for (const it of after) {
    const key = keyOf(it);
    const known = was.get(key);
    if (known === undefined || JSON.stringify(known) !== JSON.stringify(it)) put(key, known ?? null, it);
    was.delete(key);
  }
  for (const [key, gone] of was) put(key, gone, null);
}
