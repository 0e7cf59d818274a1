import { readFileSync } from "node:fs";
import { run } from "@/graph/testing/events";

/** Events that no two calls give twice. */
export type Supply = { what: string; take(count: number): string[] };

/** OpenLineage run events, one in a line; when all were taken, the same ones again under other run ids. */
export function supplyFrom(file: string): Supply {
  const lines = readFileSync(file, "utf8").split("\n").filter((line) => line.trim() !== "");
  if (lines.length === 0) throw new Error(`There are no events in ${file}.`);
  let taken = 0;
  const next = (): string => {
    const line = lines[taken % lines.length]!;
    const pass = Math.floor(taken++ / lines.length);
    if (pass === 0) return line;
    const event = JSON.parse(line) as { run?: { runId: string } };
    if (event.run) event.run.runId = `${pass.toString(16).padStart(8, "0")}${event.run.runId.slice(8)}`;
    return JSON.stringify(event);
  };
  return { what: file, take: (count) => Array.from({ length: count }, next) };
}

/** Completed runs of 200 jobs, each of about 2 kB, with a schema on each side. */
export function repeatedRuns(): Supply {
  const facets = { schema: { fields: Array.from({ length: 12 }, (_, i) => ({ name: `field_${i}`, type: "double", description: "a measured value" })) } };
  let taken = 0;
  const next = (): string => {
    const job = taken++ % 200;
    const at = new Date(Date.UTC(2026, 0, 1) + taken * 1000).toISOString();
    return JSON.stringify(run(`job_${job}`, `run-${process.pid}-${taken}`, "COMPLETE", at, [{ name: `in_${job}`, facets }], [{ name: `out_${job}`, facets }]));
  };
  return { what: "completed runs of 200 jobs, 2 kB each", take: (count) => Array.from({ length: count }, next) };
}

/** CloudEvents of one batch of telemetry each, with its statistics, about 1 kB. */
export function telemetryBatches(): Supply {
  let taken = 0;
  const next = (): string => {
    const n = taken++;
    const start = new Date(Date.UTC(2026, 0, 1) + Math.floor(n / 100) * 900_000);
    const end = new Date(start.getTime() + 900_000).toISOString();
    const mean = 40 + (n % 97) / 3;
    return JSON.stringify({
      specversion: "1.0", id: `bench-${process.pid}-${n}`, source: "/bench", type: "dev.headwater.batch.recorded.v1", time: end, datacontenttype: "application/json",
      data: {
        source: { namespace: "bench", name: `metric_${n % 100}` }, version: start.toISOString(), window: { start: start.toISOString(), end }, rows: 180,
        digest: `sha256:${n.toString(16).padStart(64, "0")}`, quality: { completeness: 1, nullRatio: 0, duplicates: 0, outOfOrder: 0 },
        statistics: { value: { count: 180, nulls: 0, min: mean - 9, max: mean + 12, mean, sd: 3.25, median: mean, mad: 2.5, quantiles: { "0.01": mean - 8, "0.25": mean - 2, "0.75": mean + 2, "0.99": mean + 11 } } },
      },
    });
  };
  return { what: "CloudEvents of a telemetry batch each, 0.9 kB", take: (count) => Array.from({ length: count }, next) };
}
