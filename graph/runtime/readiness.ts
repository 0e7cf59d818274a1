import "server-only";
import type { RunningServices } from "@/graph/runtime/start-services";

export type Readiness = { ready: boolean; parts: Record<string, "up" | "down"> };

/**
 * Whether Headwater can do its work now. For `ingest`: the ledger takes appends; Neo4j does not count. For `all`: reads work too.
 * The answer names parts and no more: anyone may ask.
 */
export async function readiness(running: RunningServices, scope: "ingest" | "all", pagesReady: boolean): Promise<Readiness> {
  const up = (is: boolean): "up" | "down" => (is ? "up" : "down");
  const ledger = up(running.services.ledger.notWritable() === null);
  if (scope === "ingest") return { ready: ledger === "up", parts: { ledger } };
  const neo4j = up(await running.neo4j.isUp());
  const { state, whole } = running.services.projection.status();
  const projector = up(running.isGraphReady() && whole && (state === "running" || state === "retrying"));
  const parts = { ledger, neo4j, projector, pages: up(pagesReady) };
  return { ready: Object.values(parts).every((part) => part === "up"), parts };
}
