import { WINDOW_MS, type Window } from "./cut-windows";
import { SLOTS_PER_DAY } from "./features";
import { digest } from "./ids";
import { formatRef } from "@/lib/lineage/node-ref";
import { describe } from "./statistics";
import type { SourceStudy } from "./study-sources";
import { anchorTag } from "./anchor-tag";
import { batchVersion, cloudEvent, instant, iso, shiftOf, type Outgoing, type World } from "./world";

/** Declares a source as of its first window. The tags hold the anchor, which a later run asks for, and the original clock. */
export function declareSource(world: World, source: SourceStudy): Outgoing {
  const { spec } = source;
  const first = source.windows[0]!;
  const shift = shiftOf(world, source);
  return cloudEvent(world, "source.declared.v1", spec.name, iso(first.start + shift), {
    namespace: world.aws,
    name: spec.name,
    telemetry: "metrics",
    schema: [{ name: "value", type: "double", unit: spec.unit, description: "one sample every five minutes" }],
    samplingIntervalMs: 300_000,
    owner: spec.owner,
    trusted: spec.trusted,
    channel: spec.channel,
    expectations: spec.expectations,
    criticality: spec.criticality,
    description: `${spec.description} Recorded ${iso(first.start).slice(0, 10)} to ${iso(source.windows.at(-1)!.end).slice(0, 10)} (Numenta Anomaly Benchmark, MIT), shifted to end at ${iso(world.anchor)}.`,
    tags: { ...anchorTag(world), "sample.original-start": iso(first.start), "sample.original-end": iso(source.windows.at(-1)!.end), "sample.shift-ms": String(shift) },
  });
}

/** Service calls that no job reports: what the checkout hosts' latency depends on. */
export function declareDependencies(world: World): Outgoing[] {
  const calls: [string, string, string | undefined][] = [
    ["rds_cpu_utilization_cc0c53", "ec2_request_latency_system_failure", undefined],
    ["ec2_cpu_utilization_5f5533", "ec2_request_latency_system_failure", "optional"],
  ];
  const { sources } = world.study;
  return calls.filter(([from, to]) => sources.has(from) && sources.has(to)).map(([from, to, input]) => {
    const oldest = Math.max(sources.get(from)!.windows[0]!.slot, sources.get(to)!.windows[0]!.slot);
    return cloudEvent(world, "dependency.declared.v1", `${from}/${to}`, instant(world, oldest + 1), {
      from: { namespace: world.aws, name: from }, to: { namespace: world.aws, name: to }, ...(input === undefined ? {} : { input }),
    });
  });
}

/** One window as it came in. `location` gives the bytes that the digest is over; `original` the recording's own clock. */
export function recordBatch(world: World, source: SourceStudy, window: Window): Outgoing {
  const shift = shiftOf(world, source);
  const { name } = source.spec;
  return cloudEvent(world, "batch.recorded.v1", `${name}/${iso(window.start)}`, iso(window.end + shift), {
    source: { namespace: world.aws, name },
    version: batchVersion(world, window.slot),
    window: { start: iso(window.start + shift), end: iso(window.end + shift) },
    rows: window.rows.length,
    digest: window.digest,
    location: `sample/data/nab/${name}.csv#bytes=${window.firstByte}-${window.lastByte}`,
    quality: window.quality,
    statistics: { value: describe(window.rows.map((row) => row.value)) },
    points: window.rows.map((row) => ({ at: iso(row.at + shift), value: row.value })),
    original: { start: iso(window.start), end: iso(window.end) },
  });
}

/** The source's first whole day as one batch: the baseline that its later windows are held against. */
export function recordReference(world: World, source: SourceStudy): Outgoing[] {
  const day = Math.floor(source.windows[0]!.slot / SLOTS_PER_DAY);
  const windows = source.windows.filter((window) => Math.floor(window.slot / SLOTS_PER_DAY) === day - 1);
  const rows = windows.flatMap((window) => window.rows);
  const start = instant(world, day * SLOTS_PER_DAY);
  const end = instant(world, (day - 1) * SLOTS_PER_DAY);
  const last = source.windows.at(-1)!.end + source.windows.at(-1)!.slot * WINDOW_MS;
  return [cloudEvent(world, "batch.recorded.v1", `${source.spec.name}/reference`, end, {
    source: { namespace: world.aws, name: source.spec.name },
    version: `reference-${start}`,
    reference: true,
    window: { start, end },
    rows: rows.length,
    // over the digests of the day's windows, oldest first, one a line
    digest: digest(windows.map((window) => `${window.digest}\n`).join("")),
    location: `sample/data/nab/${source.spec.name}.csv#bytes=${windows[0]!.firstByte}-${windows.at(-1)!.lastByte}`,
    statistics: { value: describe(rows.map((row) => row.value)) },
    original: { start: iso(last - day * SLOTS_PER_DAY * WINDOW_MS), end: iso(last - (day - 1) * SLOTS_PER_DAY * WINDOW_MS) },
  })];
}

/** What went wrong with a window's arrival or quality: a hole before it, missing samples, repeated instants. */
export function recordFaults(world: World, source: SourceStudy, window: Window): Outgoing[] {
  const { name } = source.spec;
  const shift = shiftOf(world, source);
  const at = instant(world, window.slot, 5);
  const key = `${name}/${iso(window.start)}`;
  const faults: Outgoing[] = [];
  const before = previousWindow(source, window);
  if (before && before.slot - window.slot > 1) {
    const missing = before.slot - window.slot - 1;
    faults.push(cloudEvent(world, "failure.recorded.v1", `${key}/ingestion`, at, {
      about: formatRef("dataset", world.aws, name),
      failure: "ingestion",
      message: `${missing} windows of ${name} never came, ${iso(before.end + shift)} to ${iso(window.start + shift)}`,
      at,
      details: { missingWindows: missing, original: { start: iso(before.end), end: iso(window.start) } },
    }));
  }
  const { completeness, duplicates } = window.quality;
  if (completeness < 1 || duplicates > 0) {
    const what = [completeness < 1 ? `${Math.round(completeness * 3)} of 3 samples` : "", duplicates > 0 ? `${duplicates} rows repeat an instant` : ""];
    faults.push(cloudEvent(world, "failure.recorded.v1", `${key}/quality`, at, {
      about: formatRef("batch", world.aws, name, batchVersion(world, window.slot)),
      failure: "quality",
      message: what.filter(Boolean).join(", "),
      at,
      details: { ...window.quality, original: { start: iso(window.start), end: iso(window.end) } },
    }));
  }
  return faults;
}

function previousWindow(source: SourceStudy, window: Window): Window | null {
  let low = 0;
  let high = source.windows.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (source.windows[middle]!.slot > window.slot) low = middle + 1;
    else high = middle;
  }
  return source.windows[low - 1] ?? null;
}
