import "server-only";

export type SentReceipt = { id: string; sequence: number; leafHash: string; duplicate: boolean };
export type SentEvent = { body: string; receipt: SentReceipt };

/** A small OpenLineage run: its job reads one dataset and writes another, both named after `n`. */
export function runEvent(namespace: string, n: number): string {
  return JSON.stringify({
    eventType: "COMPLETE",
    eventTime: new Date(Date.UTC(2026, 0, 1) + n * 1000).toISOString(),
    run: { runId: `01890c7e-0000-7000-8000-${n.toString(16).padStart(12, "0")}` },
    job: { namespace, name: `job-${n}` },
    inputs: [{ namespace, name: `in-${n % 50}` }],
    outputs: [{ namespace, name: `out-${n}` }],
    producer: "https://example.org/headwater-tests",
    schemaURL: "https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent",
  });
}

/** Sends one event; the status is 0 when there was no answer. */
export async function sendEvent(app: { url: string; token: string }, body: string): Promise<{ status: number; receipt: SentReceipt | null }> {
  try {
    const answer = await fetch(`${app.url}/api/v1/lineage`, { method: "POST", headers: { "content-type": "application/json", authorization: `Bearer ${app.token}` }, body });
    const text = await answer.text();
    return { status: answer.status, receipt: answer.status < 300 ? (JSON.parse(text) as SentReceipt) : null };
  } catch {
    return { status: 0, receipt: null };
  }
}
