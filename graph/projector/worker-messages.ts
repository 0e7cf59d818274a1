import "server-only";
import type { ErrorCode } from "@/lib/errors";
import type { Progress } from "./projector";

export type WorkerOptions = {
  ledgerDirectory: string;
  stateDirectory: string;
  neo4j: { uri: string; username: string; password: string; database: string };
};

export type ToWorker = ({ type: "begin" } & WorkerOptions) | { type: "nudge" } | { type: "stop" } | WorkerRequest;

/** What is asked of the worker, and answered under its id. A rebuild is answered when it can no longer come to nothing. */
export type WorkerRequest = { type: "replay"; id: number; sequence: number } | { type: "rebuild"; id: number };

export type FromWorker =
  | ({ type: "progress" } & Progress)
  | { type: "state"; state: "running" | "retrying" | "stopped"; error?: string; /** Do not start it again. */ final?: boolean }
  | { type: "answer"; id: number; error?: { code: ErrorCode; message: string } };
