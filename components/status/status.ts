import { counted, formatCount, formatDuration } from "@/components/format";
import type { Tone } from "@/components/ui/mark";

export type PartState = "up" | "starting" | "behind" | "down";

/** What the status page shows: the answer of `GET /api/v1/status`. */
export type Status = {
  at: string;
  ledger: { state: PartState; problem: string | null; size: number | null; lastRecordedAt: string | null; usedBytes: number | null; freeBytes: number | null };
  projector: { state: PartState; offset: number | null; lagRecords: number; lagMs: number; ratePerSecond: number; deadLetters: number; retrying: boolean; lastError: string | null };
  neo4j: { state: PartState; embedded: boolean; restarts: number | null; version: string | null; address: string | null; database: string | null };
  graph: { definitions: number; instances: number; relationships: number } | null;
  versions: { headwater: string; node: string; schema: number | null; interpretation: number };
  process: { startedAt: string; uptimeMs: number; memoryBytes: number };
  settings: readonly { name: string; value: string }[] | null;
};

export const PART_WORDS: Record<PartState, { word: string; tone: Tone }> = {
  up: { word: "Up", tone: "good" },
  starting: { word: "Starting", tone: "plain" },
  behind: { word: "Behind", tone: "warn" },
  down: { word: "Down", tone: "bad" },
};

const WORST: readonly PartState[] = ["down", "behind", "starting", "up"];

/** The state of the worst part. */
export function worstState({ ledger, projector, neo4j }: Status): PartState {
  return WORST.find((state) => [ledger, projector, neo4j].some((part) => part.state === state)) ?? "up";
}

/** The answer first: what works, in a sentence. */
export function statusSentence({ ledger, projector, neo4j }: Status): string {
  if (ledger.state !== "up") return "Events are refused. What was recorded is safe.";
  if (neo4j.state === "down") return "Events are taken. The graph does not answer.";
  if (neo4j.state === "starting") return "Events are taken. The graph is starting.";
  if (projector.state === "down") return "Events are taken. The graph no longer follows.";
  if (projector.state === "starting") return "Events are taken. The graph is being made.";
  if (projector.state === "behind") return "Events are taken. The graph is behind.";
  return "Events are taken, and the graph knows them all.";
}

/** What to do when the ledger is not well; `null` when it is. */
export function ledgerAdvice({ ledger }: Status): string | null {
  return ledger.problem;
}

/** How the projector goes on, or what to do; `null` when there is nothing to say. */
export function projectorAdvice({ projector, neo4j }: Status): string | null {
  const { state, offset, lagRecords, ratePerSecond, retrying } = projector;
  if (state === "up") return null;
  if (state === "down") return "It stopped for good. A graph that was whole is answered from as it is. The log says why; stop Headwater, and npm run rebuild makes the graph again from the ledger.";
  if (neo4j.state !== "up") return "It waits for Neo4j, and goes on by itself.";
  if (retrying) return "Neo4j did not take what it wrote. It tries again by itself.";
  const rest = ratePerSecond > 0 ? ` About ${formatDuration((lagRecords / ratePerSecond) * 1000)} to go.` : "";
  if (offset === null) return "It finds out how far the graph is.";
  if (state === "starting") return `${formatCount(offset)} of ${counted(offset + lagRecords, "record")} are in it. Questions wait until all are, so that none is answered with half of it.${rest}`;
  return `${counted(lagRecords, "record")} to go.${rest}`;
}

/** What to do when Neo4j is not well; `null` when it is. */
export function neo4jAdvice({ neo4j }: Status): string | null {
  if (neo4j.state === "up") return null;
  if (neo4j.embedded && neo4j.state === "down") return "It runs and does not answer. If this lasts, stop Headwater and start it again: nothing is lost.";
  if (neo4j.embedded) return neo4j.restarts === 0 ? "It is starting. The first time its parts are fetched, which takes a minute." : "It ended and is started again by itself. If this lasts, the log says why; often it is memory.";
  return "It does not answer. Look at the server, the network, and NEO4J_URI. Headwater goes on trying.";
}
