import "server-only";
import { canonicalDigest } from "@/lib/canonical-json";
import type { Edge, TimelineEntry } from "@/lib/projection/fragment";
import { edgeKey } from "@/lib/projection/fragment-builder";
import { unionOf, type Interval } from "@/lib/projection/intervals";
import { DOUBT_RUNS, replayTimeline, type TimelineIntervals } from "@/lib/projection/timeline";
import { STILL, type Micros } from "@/lib/time";
import type { EdgeDiff } from "./edge-diff";
import type { ProjectorState, StoredEntry } from "./state";

type Dirty = { mode: "latest" | "union"; added: Set<string>; removed: boolean };

/** Gathers what becomes of timelines in one batch, and turns what they hold into edges with intervals. */
export class TimelineChanges {
  private readonly dirty = new Map<string, Dirty>();
  private readonly presenceBefore = new Map<string, Interval[]>();
  /** Datasets whose drops or timelines changed. */
  readonly touched = new Set<string>();

  constructor(private readonly store: ProjectorState, private readonly edges: EdgeDiff) {}

  replaceEntries(unit: string, before: readonly TimelineEntry[], after: readonly TimelineEntry[]): void {
    const afterIds = new Set(after.map(idOf));
    const beforeIds = new Set(before.map(idOf));
    for (const entry of before)
      if (!afterIds.has(idOf(entry))) {
        this.store.putEntry(entry.timeline, sortOf(entry), unit, null);
        this.mark(entry).removed = true;
      }
    for (const entry of after)
      if (!beforeIds.has(idOf(entry))) {
        const sort = sortOf(entry);
        const digest = digestOf(entry);
        this.store.putClaims(digest, entry.claims);
        this.store.putEntry(entry.timeline, sort, unit, { at: entry.at, claims: digest, sort });
        this.mark(entry).added.add(sort);
        for (const claim of entry.claims) if (claim.to?.startsWith("dataset:")) this.store.addTimelineInto(claim.to, entry.timeline, entry.mode);
      }
  }

  dropsChanged(dataset: string): void {
    this.touched.add(dataset);
    for (const [timeline, mode] of this.store.timelinesInto(dataset)) this.mark({ timeline, mode }).removed = true;
  }

  finish(): void {
    for (const [timeline, dirty] of this.dirty) if (!this.holdsTheSame(timeline, dirty)) this.replay(timeline, dirty.mode);
    for (const [version, before] of this.presenceBefore)
      this.edges.replace(this.inputEdges(version, before), this.inputEdges(version, unionOf(this.store.presence(version).flat())));
  }

  /** When a dataset was last dropped, unless it was written again since. */
  droppedAt(dataset: string): Micros | null {
    const drop = this.store.drops(dataset).at(-1);
    if (drop === undefined) return null;
    const writtenSince = this.store.timelinesInto(dataset).some(([timeline, mode]) => mode === "latest" && (this.store.lastEntries(timeline, 1)[0]?.at ?? -Infinity) > drop);
    return writtenSince ? null : drop;
  }

  /**
   * Whether the new entries change nothing, which is what most runs do: a run like the last ten ones before it, or one more
   * computation of a feature from the same inputs. Then nothing is read but the ends of the timeline.
   */
  private holdsTheSame(timeline: string, { mode, added, removed }: Dirty): boolean {
    if (removed) return false;
    if (mode === "union") {
      const first = this.store.firstEntries(timeline);
      return !first.some((it) => added.has(it.sort)) && !this.hasDrops(first);
    }
    const last = this.store.lastEntries(timeline, DOUBT_RUNS + added.size);
    const oldest = last.at(-1);
    if (!oldest || added.has(oldest.sort) || last.some((it) => it.claims !== oldest.claims)) return false;
    const sorts = new Set(last.map((it) => it.sort));
    return [...added].every((sort) => sorts.has(sort)) && !this.hasDrops(last);
  }

  private hasDrops(entries: readonly StoredEntry[]): boolean {
    const datasets = new Set([...new Set(entries.map((it) => it.claims))].flatMap((digest) => this.store.claims(digest).map((it) => it.to)));
    return [...datasets].some((to) => to?.startsWith("dataset:") && this.store.drops(to).length > 0);
  }

  private replay(timeline: string, mode: "latest" | "union"): void {
    const before = this.store.intervals(timeline);
    const firsts = mode === "union" ? this.store.firstEntries(timeline) : [];
    const entries = mode === "union" && !this.hasDrops(firsts) ? firsts : this.store.entries(timeline);
    const after = replayTimeline(
      mode,
      entries.map(({ at, claims }) => ({ at, claims: this.store.claims(claims) })),
      (dataset) => this.store.drops(dataset),
      (version) => {
        const known = this.store.jobVersion(version);
        return known?.origin === "observed" ? known.inputs.map(([input]) => input) : null;
      },
    );
    this.store.putIntervals(timeline, entries.length === 0 ? null : after);
    this.edges.replace(edgesOf(timeline, before), edgesOf(timeline, after));
    this.replacePresence(timeline, before, after);
    for (const { what } of [...before.claims, ...after.claims]) if (what.to?.startsWith("dataset:") && this.store.drops(what.to).length > 0) this.touched.add(what.to);
  }

  private replacePresence(timeline: string, before: TimelineIntervals, after: TimelineIntervals): void {
    const versions = new Set([...before.claims, ...after.claims].flatMap(({ what }) => (what.claim === "jobversion" ? [what.ref] : [])));
    for (const version of versions) {
      if (!this.presenceBefore.has(version)) this.presenceBefore.set(version, unionOf(this.store.presence(version).flat()));
      const now = unionOf(after.claims.flatMap(({ what, intervals }) => (what.claim === "jobversion" && what.ref === version ? intervals : [])));
      this.store.putPresence(version, timeline, now.length === 0 ? null : now);
    }
  }

  /** The edges into a job version hold whenever one of its outputs' timelines does. */
  private inputEdges(version: string, intervals: readonly Interval[]): Edge[] {
    const inputs = this.store.jobVersion(version)?.inputs ?? [];
    return inputs.flatMap(([input, confidence]) => intervals.map((interval) => lineageEdge(interval, ["input", version], input, version, { confidence, rel: "input" })));
  }

  private mark({ timeline, mode }: { timeline: string; mode: "latest" | "union" }): Dirty {
    const known = this.dirty.get(timeline) ?? { mode, added: new Set<string>(), removed: false };
    this.dirty.set(timeline, known);
    return known;
  }
}

function edgesOf(timeline: string, { claims, doubts }: TimelineIntervals): Edge[] {
  const held = claims.flatMap(({ what, intervals }) => {
    if (what.claim !== "edge") return [];
    const props = { confidence: what.confidence, rel: what.rel, ...(what.role === undefined ? {} : { role: what.role }), ...(what.version === undefined ? {} : { version: what.version }) };
    return intervals.map((it) => lineageEdge(it, [timeline, what.rel, what.role ?? "", what.version ?? ""], what.from, what.to, props));
  });
  const doubtful = doubts.flatMap(({ what, intervals }) =>
    intervals.map(([from, to]): Edge => ({
      type: to === STILL ? "MAYBE" : "MAYBE_FED",
      key: edgeKey(timeline, "maybe", what.from, what.to, from),
      from: what.from,
      to: what.to,
      props: { validFrom: from, validTo: to, job: timeline.split(" ")[1] ?? "" },
    })),
  );
  return [...held, ...doubtful];
}

/** What still holds is another type than what has ended, so that the present is walked without comparing times. */
function lineageEdge([validFrom, validTo]: Interval, owner: readonly string[], from: string, to: string, props: Edge["props"]): Edge {
  return { type: validTo === STILL ? "FEEDS" : "FED", key: edgeKey(...owner, from, to, validFrom), from, to, props: { ...props, validFrom, validTo } };
}

const digests = new WeakMap<TimelineEntry, string>();

function digestOf(entry: TimelineEntry): string {
  const known = digests.get(entry);
  if (known !== undefined) return known;
  const digest = canonicalDigest(entry.claims).slice(0, 32);
  digests.set(entry, digest);
  return digest;
}

function sortOf(entry: TimelineEntry): string {
  return entry.mode === "union" ? `${digestOf(entry)}|${entry.sort}` : entry.sort;
}

function idOf(entry: TimelineEntry): string {
  return `${entry.timeline}\n${entry.sort}\n${digestOf(entry)}`;
}
