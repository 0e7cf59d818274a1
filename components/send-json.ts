/** What to tell the person when a request was refused, the field at fault, and the interface's code where it was the one that refused. */
export type Refusal = { message: string; field: string | null; code?: string };
/** How a request to our own interface ended: with its answer (`null` where it has none), or with a refusal. */
export type Sent = { answer: unknown; refusal: null } | { answer: null; refusal: Refusal };

const NO_ANSWER = "Headwater did not answer. Nothing was changed. Try again.";

/** Sends JSON to our own interface; without a `body` nothing but the address. Never throws: a failure is a refusal with words for it. */
export async function sendJson(method: "POST" | "PUT" | "PATCH" | "DELETE", path: string, body?: object): Promise<Sent> {
  try {
    const response = await fetch(path, { method, ...(body ? { headers: { "content-type": "application/json" }, body: JSON.stringify(body) } : {}) });
    if (response.ok) return { answer: response.status === 204 ? null : await response.json(), refusal: null };
    const problem = (await response.json()) as { detail?: unknown; pointer?: unknown; code?: unknown };
    return {
      answer: null,
      refusal: {
        message: typeof problem.detail === "string" ? problem.detail : NO_ANSWER,
        // "/namespaces/0" is about the field namespaces
        field: typeof problem.pointer === "string" ? (problem.pointer.split("/")[1] ?? null) : null,
        ...(typeof problem.code === "string" ? { code: problem.code } : {}),
      },
    };
  } catch {
    return { answer: null, refusal: { message: NO_ANSWER, field: null } };
  }
}
