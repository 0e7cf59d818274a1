import { z } from "zod";
import { StartFault } from "@/graph/runtime/start-fault";

/** A Headwater that runs, and who asks it. */
export type Running = { url: string; token: string };

/**
 * How to ask the Headwater at `url`, as clients do: `HEADWATER_TOKEN`, else `HEADWATER_ADMIN_TOKEN`.
 * @throws StartFault when neither is set. `what`: what was wanted, "to rebuild while it runs".
 */
export function askerOf(url: string, variables: Readonly<Record<string, string | undefined>>, what: string): Running {
  const token = variables.HEADWATER_TOKEN || variables.HEADWATER_ADMIN_TOKEN;
  if (token) return { url, token };
  throw new StartFault(`Headwater runs at ${url}. ${what}, set HEADWATER_ADMIN_TOKEN to what it was started with, or HEADWATER_TOKEN to an administrator's. Or stop it first.`);
}

const problemBody = z.object({ detail: z.string(), code: z.string() });
export type Answer = { status: number; body: unknown; refusal: z.infer<typeof problemBody> | null };

/** @throws StartFault when nothing answers there, or not as Headwater does. */
export async function ask({ url, token }: Running, method: "GET" | "POST", path: string, body?: object): Promise<Answer> {
  const headers = { authorization: `Bearer ${token}`, ...(body === undefined ? {} : { "content-type": "application/json" }) };
  let response: Response;
  try {
    response = await fetch(new URL(path, url), { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
  } catch (cause) {
    throw new StartFault(`Headwater at ${url} does not answer.`, { cause });
  }
  const json: unknown = await response.json().catch(() => null);
  if (response.ok) return { status: response.status, body: json, refusal: null };
  const problem = problemBody.safeParse(json);
  if (!problem.success) throw new StartFault(`What answers at ${url} is not Headwater (status ${response.status}).`);
  return { status: response.status, body: json, refusal: problem.data };
}
