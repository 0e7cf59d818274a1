import type { IncomingMessage, ServerResponse } from "node:http";
import { AppError } from "@/lib/errors";
import { answerJson } from "@/lib/http/answers";
import { toProblem } from "@/lib/problem";
import { MAX_BATCH_BYTES, readArray } from "./answer-lineage";
import { appendAll, type EventReceipt, type Refusal } from "./append-all";
import { isBinaryCloudEvent, toStructured } from "./binary-cloud-event";
import type { IngestContext } from "./handle-ingest";
import { assertUtf8, parseMediaType } from "./media-type";
import { openBody, withWholeBody } from "./request-body";
import { lines } from "./split-json";
import { assertEventSize, MAX_EVENT_BYTES, toCloudEventRecord, type Prepared, type Sender } from "./to-record";

const NDJSON: ReadonlySet<string> = new Set(["application/x-ndjson", "application/ndjson", "application/jsonl", "application/x-jsonlines"]);
/** A stream may have any number of events; its answer names no more than these, so that it fits in memory. */
const MOST_RECEIPTS = 100_000;
const MOST_REFUSALS = 10_000;

/** `POST /events`: CloudEvents in every mode. 202 when at least one is kept; one event alone is refused with its own status. */
export async function answerEvents(request: IncomingMessage, response: ServerResponse, context: IngestContext): Promise<void> {
  const type = parseMediaType(request.headers["content-type"]);
  if (type.essence === "application/cloudevents+json") return answerOne(request, response, context, (body) => body);
  if (type.essence === "application/cloudevents-batch+json") return answerBatch(request, response, context);
  if (NDJSON.has(type.essence)) return answerStream(request, response, context);
  const isOtherFormat = type.essence.startsWith("application/cloudevents");
  if (!isOtherFormat && isBinaryCloudEvent(request.headers)) return answerOne(request, response, context, (body) => toStructured(request.headers, body));
  throw new AppError(
    "unsupported_media_type",
    "Send CloudEvents 1.0: application/cloudevents+json, application/cloudevents-batch+json, application/x-ndjson, or binary mode with ce- headers.",
  );
}

async function answerOne(request: IncomingMessage, response: ServerResponse, { ledger, sender, taken, nudge }: IngestContext, toText: (body: Buffer) => Buffer): Promise<void> {
  if (!isBinaryCloudEvent(request.headers)) assertUtf8(parseMediaType(request.headers["content-type"]));
  await withWholeBody(request, MAX_EVENT_BYTES, async (body) => {
    const { record, warnings } = toCloudEventRecord(toText(body), sender);
    const receipt = await ledger.append(record);
    taken({ ...receipt, warnings });
    nudge();
    answerJson(response, 202, { accepted: 1, refused: [], receipts: [{ ...receipt, warnings }], sequence: receipt.sequence });
  });
}

async function answerBatch(request: IncomingMessage, response: ServerResponse, context: IngestContext): Promise<void> {
  assertUtf8(parseMediaType(request.headers["content-type"]));
  await withWholeBody(request, MAX_BATCH_BYTES, async (body) => {
    const elements = await readArray(body);
    await keepWhatIsRight(response, context, elements.map((bytes) => toPrepare(bytes, context.sender)));
  });
}

async function answerStream(request: IncomingMessage, response: ServerResponse, context: IngestContext): Promise<void> {
  assertUtf8(parseMediaType(request.headers["content-type"]));
  await keepWhatIsRight(response, context, linesOf(request, context.sender));
}

async function* linesOf(request: IncomingMessage, sender: Sender): AsyncGenerator<() => Prepared> {
  try {
    for await (const line of lines(openBody(request), MAX_EVENT_BYTES)) yield toPrepare(line, sender);
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== "unreadable") throw error;
    // the lines before it are kept: the fault takes the place of the next line
    yield () => {
      throw error;
    };
  }
}

function toPrepare(bytes: Buffer | null, sender: Sender): () => Prepared {
  return () => toCloudEventRecord(assertEventSize(bytes), sender);
}

async function keepWhatIsRight(response: ServerResponse, { ledger, taken, refused: tellRefused, nudge }: IngestContext, events: Iterable<() => Prepared> | AsyncIterable<() => Prepared>): Promise<void> {
  const receipts: EventReceipt[] = [];
  const refused: Refusal[] = [];
  let accepted = 0;
  let failed = 0;
  let sequence = 0;
  await appendAll(ledger, events, {
    accepted: (receipt) => {
      taken(receipt);
      // the graph may follow while a long stream still comes in
      if (accepted++ % 1000 === 0) nudge();
      sequence = Math.max(sequence, receipt.sequence);
      if (receipts.length < MOST_RECEIPTS) receipts.push(receipt);
    },
    refused: (refusal) => {
      tellRefused(refusal);
      failed++;
      if (refused.length < MOST_REFUSALS) refused.push(refusal);
    },
  });
  nudge();
  const omitted = { ...(accepted > receipts.length ? { receiptsOmitted: accepted - receipts.length } : {}), ...(failed > refused.length ? { refusedOmitted: failed - refused.length } : {}) };
  const answer = { accepted, refused, receipts, sequence: sequence || ledger.size(), ...omitted };
  if (accepted > 0 || failed === 0) return answerJson(response, 202, answer);
  const { status, headers, body } = toProblem(new AppError("invalid", `None of the ${failed} events could be taken. ${refused[0]?.message ?? ""}`, { pointer: `/${refused[0]?.index ?? 0}${refused[0]?.pointer ?? ""}` }));
  answerJson(response, status, { ...body, ...answer }, headers);
}
