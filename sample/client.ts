import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";

const receipt = z.object({ sequence: z.number(), duplicate: z.boolean() });
const eventsAnswer = z.object({
  accepted: z.number(),
  refused: z.array(z.object({ index: z.number(), code: z.string(), pointer: z.string().nullish(), message: z.string() })),
  receipts: z.array(receipt.nullable()),
  sequence: z.number().nullish(),
});
const checkpointAnswer = z.object({ size: z.number(), projected: z.number() });
const problem = z.object({ code: z.string().optional(), detail: z.string().optional(), title: z.string().optional(), refused: eventsAnswer.shape.refused.optional() });

/** What became of some events. `sequence` is the highest that the ledger gave them, 0 when it took none. */
export type Outcome = { sent: number; duplicates: number; refused: { code: string; message: string }[]; sequence: number };

/** Something that the person at the keyboard can act on. */
export class SampleError extends Error {}

export type Client = {
  /** Structured CloudEvents, one JSON text each. */
  sendEvents(lines: readonly string[]): Promise<Outcome>;
  sendLineage(body: string): Promise<Outcome>;
  /** The answer about one reference as of a ledger position; `null` when it is unknown. Waits while the server catches up. */
  getNode(ref: string, after: number): Promise<unknown>;
  checkpoint(): Promise<{ size: number; projected: number }>;
};

/** How long a server that answers 503 or does not answer is asked again, in milliseconds. */
const PATIENCE_MS = 5 * 60_000;
const LONGEST_PAUSE_MS = 5000;

/**
 * Speaks to a Headwater server as any pipeline would. 503 and broken connections are retried with the server's Retry-After or
 * growing pauses: an event that arrives twice is one event. @throws SampleError for what a person must mend.
 */
export function createClient({ url, token, onWait = () => {} }: { url: string; token: string; onWait?: (reason: string) => void }): Client {
  let reached = false;

  async function request(path: string, init: { method: "GET" | "POST"; body?: string; type?: string }): Promise<{ status: number; json: unknown }> {
    const begun = Date.now();
    for (let attempt = 0; ; attempt++) {
      let pause = Math.min(250 * 2 ** attempt, LONGEST_PAUSE_MS);
      let reason: string;
      try {
        const response = await fetch(`${url}${path}`, {
          method: init.method,
          headers: { Authorization: `Bearer ${token}`, Accept: "application/json", ...(init.type === undefined ? {} : { "Content-Type": init.type }) },
          ...(init.body === undefined ? {} : { body: init.body }),
        });
        const text = await response.text();
        reached = true;
        if (response.status !== 503) return { status: response.status, json: parseJson(text) };
        const after = Number(response.headers.get("Retry-After") ?? "");
        if (after > 0) pause = Math.min(after * 1000, LONGEST_PAUSE_MS);
        reason = problem.safeParse(parseJson(text)).data?.detail ?? "the server is busy";
      } catch (cause) {
        if (!reached) throw new SampleError(`No Headwater answers at ${url}. Start one with "npm start", or set HEADWATER_URL.`, { cause });
        reason = `the connection broke (${causeCode(cause)})`;
      }
      if (Date.now() - begun > PATIENCE_MS) throw new SampleError(`Gave up after ${Math.round(PATIENCE_MS / 60_000)} minutes: ${reason}. Run the sample again later: what has arrived is kept.`);
      onWait(reason);
      await sleep(pause);
    }
  }

  return {
    async sendEvents(lines) {
      const { status, json } = await request("/api/v1/events", { method: "POST", type: "application/x-ndjson", body: lines.join("\n") });
      const answer = eventsAnswer.safeParse(json);
      if (status === 202 && answer.success) {
        const { receipts, refused } = answer.data;
        const kept = receipts.filter((item) => item !== null);
        return {
          sent: lines.length,
          duplicates: kept.filter((item) => item.duplicate).length,
          refused,
          sequence: kept.reduce((most, item) => Math.max(most, item.sequence), 0),
        };
      }
      const refused = problem.safeParse(json).data?.refused;
      if (status === 422 && refused) return { sent: lines.length, duplicates: 0, refused, sequence: 0 };
      throw unexpected(status, json);
    },
    async sendLineage(body) {
      const { status, json } = await request("/api/v1/lineage", { method: "POST", type: "application/json", body });
      const answer = receipt.safeParse(json);
      if (status >= 200 && status < 300 && answer.success) return { sent: 1, duplicates: answer.data.duplicate ? 1 : 0, refused: [], sequence: answer.data.sequence };
      if (status === 409 || status === 422) return { sent: 1, duplicates: 0, refused: [{ code: problem.safeParse(json).data?.code ?? String(status), message: describe(json) }], sequence: 0 };
      throw unexpected(status, json);
    },
    async getNode(ref, after) {
      const { status, json } = await request(`/api/v1/nodes/${encodeURIComponent(ref)}?after=${after}`, { method: "GET" });
      if (status === 404) return null;
      if (status !== 200) throw unexpected(status, json);
      return json;
    },
    async checkpoint() {
      const { status, json } = await request("/api/v1/log/checkpoint", { method: "GET" });
      const answer = checkpointAnswer.safeParse(json);
      if (status !== 200 || !answer.success) throw unexpected(status, json);
      return answer.data;
    },
  };
}

function unexpected(status: number, json: unknown): SampleError {
  if (status === 401) return new SampleError("The server does not know this token (401). Check HEADWATER_TOKEN, or HEADWATER_ADMIN_TOKEN if that is unset.");
  if (status === 403) return new SampleError("This token may not do that (403): the sample needs one that may write lineage, a producer's for instance.");
  return new SampleError(`The server answered ${status}: ${describe(json)}`);
}

function describe(json: unknown): string {
  const { data } = problem.safeParse(json);
  return data?.detail ?? data?.title ?? (json === undefined ? "nothing readable" : JSON.stringify(json).slice(0, 300));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function causeCode(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined;
  const code = (cause as { code?: unknown } | undefined)?.code;
  return typeof code === "string" ? code : error instanceof Error ? error.message : String(error);
}
