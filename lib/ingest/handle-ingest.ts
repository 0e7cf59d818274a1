import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from "node:http";
import { authorise } from "@/lib/access/policy";
import type { Viewer } from "@/lib/access/viewer";
import { AppError } from "@/lib/errors";
import { answerProblem } from "@/lib/http/answers";
import type { Ledger } from "@/lib/ledger/ledger";
import { answerEvents } from "./answer-events";
import { answerLineage, answerLineageBatch } from "./answer-lineage";
import type { EventReceipt, Refusal } from "./append-all";
import { drain } from "./request-body";
import type { Sender, SubjectsOf } from "./to-record";
import type { TokenActivity } from "./token-activity";

export type IngestMetrics = { ingested(route: string, outcome: "accepted" | "duplicate" | "refused", count: number): void };

export type IngestDependencies = {
  ledger: Ledger;
  /** Who sent these headers; `null` for nobody. */
  authenticate(headers: IncomingHttpHeaders): Viewer | null | Promise<Viewer | null>;
  subjectsOf: SubjectsOf;
  /** Called when new records are in the ledger. */
  nudge(): void;
  activity: TokenActivity;
  log: { error(message: string, fields?: Readonly<Record<string, unknown>>): void };
  metrics: IngestMetrics;
};

/** What the handlers of the three routes work with. They tell of every event; a fault of the whole request they throw. */
export type IngestContext = { ledger: Ledger; sender: Sender; taken(receipt: EventReceipt): void; refused(refusal: Refusal): void; nudge(): void };

type Answer = (request: IncomingMessage, response: ServerResponse, context: IngestContext) => Promise<void>;

const ROUTES: Record<string, Answer> = {
  "/api/v1/lineage": answerLineage,
  "/api/v1/lineage/batch": answerLineageBatch,
  "/api/v1/events": answerEvents,
};

/**
 * The handler of the three ingestion routes for node:http. It answers every request itself, errors too (problem+json), and a 2xx
 * only when what it speaks of is on disk.
 */
export function createIngestHandler(dependencies: IngestDependencies): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  const { ledger, authenticate, subjectsOf, nudge, activity, log, metrics } = dependencies;
  return async (request, response) => {
    const [path = ""] = (request.url ?? "").split("?", 1);
    response.on("error", () => undefined);
    let viewer: Viewer | null = null;
    try {
      const answer = Object.hasOwn(ROUTES, path) ? ROUTES[path]! : null;
      if (!answer) throw new AppError("not_found", "There is nothing at this address.");
      if (request.method !== "POST") throw new AppError("method_not_allowed", "This address takes POST.");
      viewer = await authenticate(request.headers);
      const actor = authorise(viewer, "lineage:write");
      const unwritable = ledger.notWritable();
      if (unwritable) throw unwritable;
      const sender: Sender = { viewer: actor, subjectsOf, ...optional("traceparent", request), ...optional("idempotency-key", request) };
      await answer(request, response, {
        ledger,
        sender,
        nudge,
        taken: (receipt) => {
          metrics.ingested(path, receipt.duplicate ? "duplicate" : "accepted", 1);
          activity.taken(actor.id, receipt);
        },
        refused: (refusal) => {
          metrics.ingested(path, "refused", 1);
          activity.refused(actor.id, path, refusal);
        },
      });
    } catch (error) {
      if (!(error instanceof AppError)) log.error("an ingestion request failed", { path, error });
      else {
        if (error.code !== "unavailable") metrics.ingested(path, "refused", 1);
        if (viewer !== null) activity.refused(viewer.id, path, error);
      }
      // no `connection: close` while a body still comes in: the socket would be torn down before the client has read the answer
      answerProblem(response, error, request.method === "POST" ? {} : { allow: "POST" });
    } finally {
      drain(request);
    }
  };
}

function optional(header: "traceparent" | "idempotency-key", request: IncomingMessage): { traceparent?: string; idempotencyKey?: string } {
  const value = request.headers[header];
  if (typeof value !== "string" || value === "") return {};
  return header === "traceparent" ? { traceparent: value } : { idempotencyKey: value };
}
