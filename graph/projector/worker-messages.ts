import "server-only";
import type { ErrorCode } from "@/lib/errors";
import type { Progress } from "./projector";

export type WorkerOptions = {
  ledgerDirectory: string;
  stateDirectory: string;
  neo4j: { uri: string; username: string; password: string; database: string };
};

export type ToWorker = { type: "nudge" } | { type: "stop" } | { type: "replay"; id: number; sequence: number };

export type FromWorker =
  | ({ type: "progress" } & Progress)
  | { type: "state"; state: "running" | "retrying" | "stopped"; error?: string; /** Do not start it again. */ final?: boolean }
  | { type: "replayed"; id: number; error?: { code: ErrorCode; message: string } };
