import { AppError, ERROR_STATUS, type ErrorCode } from "@/lib/errors";

/** An `application/problem+json` answer (RFC 9457). */
export type Problem = {
  status: number;
  headers: Record<string, string>;
  body: {
    type: "about:blank";
    title: string;
    status: number;
    code: ErrorCode;
    detail: string;
    pointer?: string;
    candidates?: string[];
  };
};

const TITLES: Record<ErrorCode, string> = {
  unreadable: "The request could not be read",
  unauthenticated: "Sign in or send a token",
  forbidden: "Not allowed",
  not_found: "Not found, or not to be seen",
  method_not_allowed: "This address does not take that method",
  conflict: "Conflicts with what is recorded",
  ambiguous: "More than one thing has this id",
  too_large: "Too large",
  unsupported_media_type: "This content type is not read here",
  invalid: "The content is wrong",
  internal: "Headwater failed",
  bad_data: "The graph holds something unexpected",
  timed_out: "This took too long",
  unavailable: "Not available right now",
};

/** The HTTP form of any thrown value. What is not an `AppError` becomes `internal`, without its message. */
export function toProblem(error: unknown): Problem {
  const known = error instanceof AppError ? error : new AppError("internal", "Headwater failed. Nothing was recorded by this request.");
  const status = ERROR_STATUS[known.code];
  const headers: Record<string, string> = { "content-type": "application/problem+json", "cache-control": "no-store" };
  if (status === 503) headers["retry-after"] = String(known.retryAfterSeconds ?? 1);
  if (status === 401) headers["www-authenticate"] = "Bearer";
  return {
    status,
    headers,
    body: {
      type: "about:blank",
      title: TITLES[known.code],
      status,
      code: known.code,
      detail: known.message,
      ...(known.pointer === undefined ? {} : { pointer: known.pointer }),
      ...(known.candidates === undefined ? {} : { candidates: known.candidates }),
    },
  };
}
