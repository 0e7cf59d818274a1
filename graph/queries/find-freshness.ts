import "server-only";
import { z } from "zod";
import { readQuery } from "@/graph/read-query";
import type { Viewer } from "@/lib/access/viewer";
import { HALF_HOUR_MS, HALF_HOURS, halfHours, lateByMs, latenessRule, usualIntervalMs, type HalfHour, type LatenessRule } from "@/lib/freshness";
import type { Micros } from "@/lib/time";
import { instantText } from "./moment";

/** Sources that are looked at; with more, the rest is counted. */
export const MAX_SOURCES = 1_000;
/** Intervals that a source is measured by. */
export const INTERVALS = 20;

const timesOf = readQuery({
  name: "source-times",
  params: z.object({ namespaces: z.array(z.string()).nullable(), now: z.int(), limit: z.int(), count: z.int() }),
  row: z.object({ ref: z.string(), name: z.string(), namespace: z.string(), facts: z.string().nullable(), times: z.array(z.number()) }),
  // a reference batch spans others and says nothing about when the next one is due
  cypher: `
    MATCH (n:Source) WHERE n.kind = 'source' AND n.state = 'active' AND ($namespaces IS NULL OR n.namespace IN $namespaces)
    WITH n ORDER BY n.key LIMIT $limit
    CALL (n) {
      MATCH (b:Batch {dataset: n.ref}) WHERE b.time <= $now AND NOT coalesce(b.reference, false)
      WITH b ORDER BY b.dataset DESC, b.time DESC LIMIT $count
      RETURN collect(b.time) AS times
    }
    RETURN n.ref AS ref, n.name AS name, n.namespace AS namespace, n.facts AS facts, times`,
});

const countSources = readQuery({
  name: "count-active-sources",
  params: z.object({ namespaces: z.array(z.string()).nullable() }),
  row: z.object({ total: z.int() }),
  cypher: "MATCH (n:Source) WHERE n.kind = 'source' AND n.state = 'active' AND ($namespaces IS NULL OR n.namespace IN $namespaces) RETURN count(n) AS total",
});

const slotsOf = readQuery({
  name: "source-half-hours",
  params: z.object({ refs: z.array(z.string()), since: z.int(), now: z.int(), slot: z.int() }),
  row: z.object({ ref: z.string(), times: z.array(z.number()) }),
  // the latest time of each half hour, and the one before the first
  cypher: `
    UNWIND $refs AS ref
    CALL (ref) {
      MATCH (b:Batch {dataset: ref}) WHERE b.time > $since AND b.time <= $now AND NOT coalesce(b.reference, false)
      WITH ($now - b.time) / $slot AS slot, max(b.time) AS latest
      RETURN latest
      UNION
      MATCH (b:Batch {dataset: ref}) WHERE b.time <= $since AND NOT coalesce(b.reference, false)
      RETURN b.time AS latest ORDER BY b.dataset DESC, b.time DESC LIMIT 1
    }
    RETURN ref, collect(latest) AS times`,
});

export type SourceFreshness = {
  ref: string;
  name: string;
  namespace: string;
  /** End of its latest batch, RFC 3339; `null` when none has come. */
  latest: string | null;
  ageMs: number | null;
  rule: LatenessRule | null;
  /** How long the next batch has been due; 0 on time, `null` when nobody can tell. */
  lateMs: number | null;
  everyMs: number | null;
  halfHours: HalfHour[];
};
export type Freshness = {
  /** Declared, active sources that the viewer may see. */
  total: number;
  /** Of those looked at. */
  onTime: number;
  late: number;
  withoutRule: number;
  /** When the last batch of any source ended; with it, whether all stopped together can be told. */
  latest: string | null;
  /** The worst first, then by name, at most `limit`. */
  sources: SourceFreshness[];
};

/** What is declared about the age of a source's batches, in ms. `facts` is what the projector wrote. */
export function declaredFreshness(facts: string | null): number | null {
  const parsed = declaration.safeParse(facts === null ? null : JSON.parse(facts));
  return parsed.success ? (parsed.data.declaration.expectations?.freshnessMs ?? null) : null;
}
const declaration = z.object({ declaration: z.object({ expectations: z.object({ freshnessMs: z.number().positive().nullish() }).nullish() }) });

/**
 * How fresh telemetry is at `now`: the sources that the viewer may see, those that have been due longest first.
 * @throws AppError what `readQuery` throws.
 */
export async function findFreshness(viewer: Viewer, now: Micros, limit: number): Promise<Freshness> {
  const namespaces = viewer.namespaces && [...viewer.namespaces];
  const [rows, counted] = await Promise.all([timesOf({ namespaces, now, limit: MAX_SOURCES, count: INTERVALS + 1 }), countSources({ namespaces })]);
  const measured = rows.map(({ ref, name, namespace, facts, times }) => {
    const rule = latenessRule(declaredFreshness(facts), times);
    const latest = times[0] ?? null;
    return { ref, name, namespace, rule, latest, lateMs: lateByMs(latest, rule, now), everyMs: usualIntervalMs(times) };
  });
  const worst = measured.sort((a, b) => (b.lateMs ?? -1) - (a.lateMs ?? -1) || a.name.localeCompare(b.name)).slice(0, limit);
  const slotMicros = HALF_HOUR_MS * 1000;
  const slots = await slotsOf({ refs: worst.map(({ ref }) => ref), since: now - HALF_HOURS * slotMicros, now, slot: slotMicros });
  const timesBy = new Map(slots.map(({ ref, times }) => [ref, times]));
  const latest = measured.reduce<Micros | null>((most, it) => (it.latest !== null && (most === null || it.latest > most) ? it.latest : most), null);
  return {
    total: counted[0]?.total ?? 0,
    onTime: measured.filter(({ lateMs }) => lateMs === 0).length,
    late: measured.filter(({ lateMs }) => lateMs !== null && lateMs > 0).length,
    withoutRule: measured.filter(({ lateMs }) => lateMs === null).length,
    latest: instantText(latest),
    sources: worst.map(({ latest: at, ...source }) => ({
      ...source,
      latest: instantText(at),
      ageMs: at === null ? null : (now - at) / 1000,
      halfHours: halfHours(timesBy.get(source.ref) ?? [], source.rule, now),
    })),
  };
}
