/** How a request to our own interface ended: `null` when it was done, else what to tell the person, and the field at fault. */
export type Refusal = { message: string; field: string | null };

const NO_ANSWER = "Headwater did not answer. Nothing was changed. Try again.";

/** Sends JSON to our own interface. Never throws: a failure is a refusal with words for it. */
export async function sendJson(path: string, body: Record<string, string>): Promise<Refusal | null> {
  try {
    const response = await fetch(path, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
    if (response.ok) return null;
    const problem = (await response.json()) as { detail?: unknown; pointer?: unknown };
    return {
      message: typeof problem.detail === "string" ? problem.detail : NO_ANSWER,
      field: typeof problem.pointer === "string" ? problem.pointer.slice(1) : null,
    };
  } catch {
    return { message: NO_ANSWER, field: null };
  }
}
