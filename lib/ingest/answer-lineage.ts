import type { IncomingMessage, ServerResponse } from "node:http";
import { AppError } from "@/lib/errors";
import { assertJsonBytes, parseJson } from "@/lib/events/strict-json";
import { API_HEADERS } from "@/lib/access/security-headers";
import { answerJson } from "@/lib/http/answers";
import { appendAll, type Refusal } from "./append-all";
import type { IngestContext } from "./handle-ingest";
import { assertUtf8, parseMediaType } from "./media-type";
import { withWholeBody } from "./request-body";
import { arrayElements } from "./split-json";
import { assertEventSize, MAX_EVENT_BYTES, toOpenLineageRecord } from "./to-record";

/** A whole array at most, after decompression; each event in it at most `MAX_EVENT_BYTES`. */
export const MAX_BATCH_BYTES = 64 * 2 ** 20;

/** `POST /lineage`: one OpenLineage event. 201 with the receipt, 200 when it was there already. */
export async function answerLineage(request: IncomingMessage, response: ServerResponse, { ledger, sender, taken, nudge }: IngestContext): Promise<void> {
  assertJsonType(request);
  await withWholeBody(request, MAX_EVENT_BYTES, async (body) => {
    const { record, warnings } = toOpenLineageRecord(body, sender);
    const receipt = await ledger.append(record);
    taken({ ...receipt, warnings });
    nudge();
    answerJson(response, receipt.duplicate ? 200 : 201, { ...receipt, warnings });
  });
}

/** `POST /lineage/batch`: an array of OpenLineage events. 204 when all are kept, else 200 with OpenLineage's summary. */
export async function answerLineageBatch(request: IncomingMessage, response: ServerResponse, { ledger, sender, taken, refused, nudge }: IngestContext): Promise<void> {
  assertJsonType(request);
  await withWholeBody(request, MAX_BATCH_BYTES, async (body) => {
    const elements = await readArray(body);
    const { idempotencyKey: _key, ...one } = sender;
    const refusals: Refusal[] = [];
    let sequence = 0;
    await appendAll(ledger, elements.map((bytes) => () => toOpenLineageRecord(assertEventSize(bytes), one)), {
      accepted: (receipt) => {
        taken(receipt);
        sequence = Math.max(sequence, receipt.sequence);
      },
      refused: (refusal) => {
        refused(refusal);
        refusals.push(refusal);
      },
    });
    nudge();
    const headers = { "headwater-sequence": String(sequence || ledger.size()) };
    if (refusals.length === 0) {
      response.writeHead(204, { ...API_HEADERS, ...headers }).end();
      return;
    }
    const failed = refusals.length;
    const summary = { received: elements.length, successful: elements.length - failed, failed, retriable: 0, non_retriable: failed };
    const failed_events = refusals.map(({ index, code, pointer, message }) => ({ index, reason: message, retriable: false, code, pointer }));
    answerJson(response, 200, { status: "partial_success", summary, failed_events }, headers);
  });
}

function assertJsonType(request: IncomingMessage): void {
  const type = parseMediaType(request.headers["content-type"]);
  if (type.essence !== "" && type.essence !== "application/json") throw new AppError("unsupported_media_type", "Send an OpenLineage event as application/json.");
  assertUtf8(type);
}

const SYNTAX_BYTES = 2 ** 20;

/**
 * The elements of a body that is a JSON array, each as its own bytes. All of it is checked to be JSON first, so that a cut or
 * broken array is refused whole, with nothing half-written.
 * @throws AppError `unreadable`
 */
export async function readArray(body: Buffer): Promise<Buffer[]> {
  assertJsonBytes(body);
  const elements = [...arrayElements(body)];
  let bytes = 0;
  for (const element of elements) {
    // a larger one is refused by itself, unread
    if (element.length <= MAX_EVENT_BYTES) parseJson(element.toString("utf8"));
    bytes += element.length;
    if (bytes < SYNTAX_BYTES) continue;
    bytes = 0;
    await new Promise(setImmediate);
  }
  return elements;
}
