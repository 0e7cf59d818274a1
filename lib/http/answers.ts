import type { ServerResponse } from "node:http";
import { API_HEADERS } from "@/lib/access/security-headers";
import { toProblem } from "@/lib/problem";

/** Answers with JSON, in one piece. */
export function answerJson(response: ServerResponse, status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): void {
  answerText(response, status, JSON.stringify(body), { "content-type": "application/json", ...headers });
}

/** Answers any thrown value as problem+json; ends the connection when the answer has begun already. */
export function answerProblem(response: ServerResponse, error: unknown, extra: Readonly<Record<string, string>> = {}): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const { status, headers, body } = toProblem(error);
  answerText(response, status, JSON.stringify(body), { ...headers, ...extra });
}

export function answerText(response: ServerResponse, status: number, text: string, headers: Readonly<Record<string, string>>): void {
  response.writeHead(status, { ...API_HEADERS, ...headers, "content-length": String(Buffer.byteLength(text)) });
  response.end(response.req.method === "HEAD" ? undefined : text);
}
