import * as z from "zod/mini";
import { ERROR_STATUS, type ErrorCode } from "@/lib/errors";

const problem = z.object({ code: z.string(), detail: z.string() });

/** What the API answered instead of a result. `code` is `unavailable` too when no answer came at all. */
export class ApiFailure extends Error {
  constructor(readonly code: ErrorCode, message: string) {
    super(message);
    this.name = "ApiFailure";
  }
}

/** Reads one resource of the API. @throws ApiFailure for a problem answer, an answer of another shape or none; the signal's reason when aborted. */
export async function getJson<Schema extends z.ZodMiniType>(path: string, schema: Schema, signal?: AbortSignal): Promise<z.infer<Schema>> {
  let response: Response;
  let body: unknown;
  try {
    response = await fetch(path, { headers: { accept: "application/json" }, signal });
    body = await response.json();
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new ApiFailure("unavailable", "Headwater did not answer.");
  }
  if (!response.ok) {
    const said = problem.safeParse(body);
    const code = said.success && said.data.code in ERROR_STATUS ? (said.data.code as ErrorCode) : "internal";
    throw new ApiFailure(code, said.success ? said.data.detail : "Headwater failed.");
  }
  const parsed = schema.safeParse(body);
  if (!parsed.success) throw new ApiFailure("bad_data", `${path.split("?")[0]} answered in a shape this page does not know.`);
  return parsed.data;
}
