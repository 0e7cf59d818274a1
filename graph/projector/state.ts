import "server-only";
import { createHash } from "node:crypto";
import { mkdirSync, rmSync } from "node:fs";
import { ABORT, open, type Database, type RootDatabase } from "lmdb";
import type { Fold } from "@/lib/interpret/fold";
import type { Claim, JobVersion } from "@/lib/projection/fragment";
import type { TimelineIntervals } from "@/lib/projection/timeline";
import type { Interval } from "@/lib/projection/intervals";
import type { Micros } from "@/lib/time";

/** Raise it when the interpretation of events or the shape of the state changes: the next start rebuilds the graph. */
export const STATE_VERSION = 3;

export type Meta = { version: number; offset: number; revision: number };

/** A node as the sum of what its unit says of it (`own`) and of who names it. What its unit says is derived again when it is needed. */
export type NodeState = {
  own: { soft: boolean; unit: string } | null;
  mentions: number;
  seen: number;
  time?: Micros;
  at?: Micros;
  written: boolean;
};

/** `claims` is a digest: entries that claim the same share what it stands for. */
export type StoredEntry = { at: Micros; claims: string; sort: string };

/** What a unit that mentions a node tells of its times. */
export type MentionTimes = { time?: Micros; at?: Micros };

/** LMDB keys hold 1978 bytes at most, names more. */
function short(part: string): string {
  return part.length <= 300 ? part : `${part.slice(0, 100)}~${createHash("sha256").update(part).digest("hex")}`;
}

/**
 * What the projector remembers between batches, in LMDB beside the ledger: the folds, who mentions and reads what, and the
 * timelines. All of it follows from the ledger's records: without it, it is computed again.
 */
export class ProjectorState {
  private readonly env: RootDatabase;
  private readonly db: Database<unknown, string>;

  constructor(private readonly directory: string) {
    mkdirSync(directory, { recursive: true });
    this.env = open({ path: directory, maxDbs: 2, overlappingSync: false, mapSize: 2 ** 36 });
    this.db = this.env.openDB<unknown, string>("state", { compression: true });
  }

  /** `null` when nothing is remembered. */
  meta(): Meta | null {
    return (this.db.get("meta") as Meta | undefined) ?? null;
  }

  setMeta(meta: Meta): void {
    this.db.putSync("meta", meta);
  }

  /** Runs `work` in one transaction, across its awaits; what it wrote is kept only if it resolves. */
  async transaction<T>(work: () => Promise<T>): Promise<T> {
    let outcome: { value: T } | { error: unknown } | undefined;
    await (this.env.transactionSync(async () => {
      try {
        outcome = { value: await work() };
      } catch (error) {
        outcome = { error };
        return ABORT;
      }
    }) as unknown as Promise<unknown>);
    if (!outcome) throw new Error("the projector's state was not written");
    if ("error" in outcome) throw outcome.error;
    return outcome.value;
  }

  clear(): void {
    this.db.clearSync();
  }

  async close(): Promise<void> {
    await this.env.close();
  }

  async destroy(): Promise<void> {
    await this.close();
    rmSync(this.directory, { recursive: true, force: true });
  }

  fold = (subject: string) => this.get<Fold>(`f|${short(subject)}`);
  putFold = (subject: string, fold: Fold | null) => this.put(`f|${short(subject)}`, fold);

  putWatch = (subject: string, unit: string) => this.put(`w|${short(subject)}|${short(unit)}`, unit);
  watchers = (subject: string) => this.values<string>(`w|${short(subject)}|`);

  node = (key: string) => this.get<NodeState>(`n|${short(key)}`);
  putNode = (key: string, node: NodeState | null) => this.put(`n|${short(key)}`, node);
  /** Keys of the nodes whose key begins with `prefix` and is short enough to be looked up so. */
  nodeKeysFrom(prefix: string): string[] {
    if (prefix.length > 250) return [];
    return [...this.db.getKeys({ start: `n|${prefix}`, end: `n|${prefix}\uffff` })].map((key) => key.slice(2));
  }

  putMention = (node: string, unit: string, times: MentionTimes | null) => this.put(`m|${short(node)}|${short(unit)}`, times);
  mentions = (node: string) => this.values<MentionTimes>(`m|${short(node)}|`);

  /** Entries of a timeline, in order: of a `union` one grouped by what they claim. */
  entries = (timeline: string) => this.values<StoredEntry>(`e|${short(timeline)}|`);
  /** Latest first. */
  lastEntries(timeline: string, limit: number): StoredEntry[] {
    const prefix = `e|${short(timeline)}|`;
    return [...this.db.getRange({ start: `${prefix}\uffff`, end: prefix, reverse: true, limit })].map((it) => it.value as StoredEntry);
  }
  /** Of a `union` timeline: the first entry of each set of claims. */
  firstEntries(timeline: string): StoredEntry[] {
    const prefix = `e|${short(timeline)}|`;
    const first: StoredEntry[] = [];
    let start = prefix;
    for (;;) {
      const [next] = [...this.db.getRange({ start, end: `${prefix}\uffff`, limit: 1 })];
      if (!next) return first;
      first.push(next.value as StoredEntry);
      start = `${prefix}${(next.value as StoredEntry).claims}|\uffff`;
    }
  }
  putEntry = (timeline: string, sort: string, unit: string, entry: StoredEntry | null) => this.put(`e|${short(timeline)}|${short(sort)}|${short(unit)}`, entry);

  claims = (digest: string) => this.get<Claim[]>(`c|${digest}`) ?? [];
  putClaims(digest: string, claims: readonly Claim[]): void {
    if (this.db.get(`c|${digest}`) === undefined) this.db.putSync(`c|${digest}`, claims);
  }

  intervals = (timeline: string) => this.get<TimelineIntervals>(`i|${short(timeline)}`) ?? { claims: [], doubts: [] };
  putIntervals = (timeline: string, intervals: TimelineIntervals | null) => this.put(`i|${short(timeline)}`, intervals);

  addTimelineInto(dataset: string, timeline: string, mode: "latest" | "union"): void {
    const key = `t|${short(dataset)}|${short(timeline)}`;
    if (this.db.get(key) === undefined) this.db.putSync(key, [timeline, mode]);
  }
  timelinesInto = (dataset: string) => this.values<[timeline: string, mode: "latest" | "union"]>(`t|${short(dataset)}|`);

  drops = (dataset: string) => this.values<Micros>(`d|${short(dataset)}|`).sort((a, b) => a - b);
  putDrop = (dataset: string, unit: string, at: Micros | null) => this.put(`d|${short(dataset)}|${short(unit)}`, at);

  jobVersion = (ref: string) => this.get<JobVersion>(`j|${short(ref)}`);
  putJobVersion(version: JobVersion): void {
    if (this.db.get(`j|${short(version.ref)}`) === undefined) this.db.putSync(`j|${short(version.ref)}`, version);
  }
  presence = (jobVersion: string) => this.values<Interval[]>(`p|${short(jobVersion)}|`);
  putPresence = (jobVersion: string, timeline: string, intervals: Interval[] | null) => this.put(`p|${short(jobVersion)}|${short(timeline)}`, intervals);

  /** Adds to a count and returns the sum. */
  addCount(key: string, delta: number): number {
    const sum = (this.get<number>(`k|${short(key)}`) ?? 0) + delta;
    this.put(`k|${short(key)}`, sum === 0 ? null : sum);
    return sum;
  }

  isDead = (sequence: number) => this.db.get(`x|${sequence}`) !== undefined;
  putDead = (sequence: number, dead: boolean) => this.put(`x|${sequence}`, dead ? 1 : null);

  hasRetractions = () => [...this.db.getKeys({ start: "r|", end: "r|\uffff", limit: 1 })].length > 0;
  retractionsOf = (sequence: number) => this.values<number>(`r|${sequence}|`);
  addRetraction = (target: number, retraction: number) => this.db.putSync(`r|${target}|${retraction}`, retraction);

  private get<T>(key: string): T | null {
    return (this.db.get(key) as T | undefined) ?? null;
  }

  private put(key: string, value: unknown): void {
    if (value === null) this.db.removeSync(key);
    else this.db.putSync(key, value);
  }

  private values<T>(prefix: string): T[] {
    return [...this.db.getRange({ start: prefix, end: `${prefix}\uffff` })].map((it) => it.value as T);
  }
}
