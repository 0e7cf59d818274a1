import "server-only";
import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from "prom-client";
import type { RunningServices } from "@/graph/runtime/start-services";
import { nowMicros } from "@/lib/time";

/** Who answers a request: a closed list, so that no address of a client becomes a label. */
export type AnsweredBy = "ingest" | "api" | "page" | "asset" | "operations";

export type Metrics = {
  /** One answered request. */
  observe(by: AnsweredBy, status: number, seconds: number): void;
  /** Events by what became of them. */
  ingested(route: string, outcome: "accepted" | "duplicate" | "refused", count: number): void;
  contentType: string;
  /** Prometheus text, with the present state of the services. */
  text(): Promise<string>;
};

/** What `/metrics` shows. Gauges are read when they are asked for. */
export function createMetrics(running: RunningServices): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: "headwater_" });
  const registers = [registry];
  const { ledger, projection } = running.services;
  const gauge = (name: string, help: string, value: () => number | Promise<number>): void =>
    void new Gauge({
      name,
      help,
      registers,
      async collect() {
        this.set(await value());
      },
    });
  gauge("headwater_ledger_size", "Records in the ledger.", () => ledger.size());
  gauge("headwater_ledger_writable", "1 when the ledger takes appends.", () => Number(ledger.notWritable() === null));
  gauge("headwater_projection_offset", "The last sequence that is in the graph.", () => projection.status().offset);
  gauge("headwater_projection_lag_records", "Records that are in the ledger and not yet in the graph.", () => Math.max(0, ledger.size() - projection.status().offset));
  gauge("headwater_projection_lag_seconds", "How long the oldest record that is not yet in the graph has waited.", () => {
    const { offset } = projection.status();
    const waiting = offset < ledger.size() ? ledger.read(offset + 1) : null;
    return waiting === null ? 0 : Math.max(0, (nowMicros() - waiting.recordedAt) / 1_000_000);
  });
  gauge("headwater_projection_rate", "Records projected per second, lately.", () => projection.status().ratePerSecond);
  gauge("headwater_dead_letters", "Records that could not be projected.", () => projection.status().deadLetters);
  gauge("headwater_neo4j_up", "1 when Neo4j answers.", async () => Number(await running.neo4j.isUp()));
  gauge("headwater_neo4j_restarts", "How often the embedded Neo4j was started again because it had died.", () => running.neo4j.restarts() ?? 0);
  const requests = new Histogram({
    name: "headwater_http_request_duration_seconds",
    help: "Time from the request's head to the end of the answer.",
    labelNames: ["by", "status"] as const,
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers,
  });
  const events = new Counter({
    name: "headwater_ingest_events_total",
    help: "Events that came in, by route and by what became of them.",
    labelNames: ["route", "outcome"] as const,
    registers,
  });
  return {
    observe: (by, status, seconds) => requests.observe({ by, status: `${Math.floor(status / 100)}xx` }, seconds),
    ingested: (route, outcome, count) => events.inc({ route, outcome }, count),
    contentType: registry.contentType,
    text: () => registry.metrics(),
  };
}
