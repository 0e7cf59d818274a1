/** Every way a request can fail, and the HTTP status each is answered with. The one list; clients rely on the codes. */
export const ERROR_STATUS = {
  unreadable: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  method_not_allowed: 405,
  conflict: 409,
  ambiguous: 409,
  too_large: 413,
  unsupported_media_type: 415,
  invalid: 422,
  internal: 500,
  bad_data: 500,
  timed_out: 503,
  unavailable: 503,
} as const;

export type ErrorCode = keyof typeof ERROR_STATUS;

export type ErrorDetails = {
  /** JSON Pointer (RFC 6901) to the field at fault. */
  pointer?: string;
  /** Seconds after which trying again makes sense (503 only). */
  retryAfterSeconds?: number;
  /** References that an ambiguous id may mean. */
  candidates?: string[];
  cause?: unknown;
};

/** The server and the pages are bundled apart, each with a class of its own; an error of either is known by this mark. */
const MARK = Symbol.for("headwater.app-error");

/** A failure with a stable code. `message` is shown to the client: it says what was wrong and what to do, and holds no secret. */
export class AppError extends Error {
  readonly [MARK] = true;
  readonly code: ErrorCode;
  readonly pointer?: string;
  readonly retryAfterSeconds?: number;
  readonly candidates?: string[];

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(message, { cause: details.cause });
    this.name = "AppError";
    this.code = code;
    this.pointer = details.pointer;
    this.retryAfterSeconds = details.retryAfterSeconds;
    this.candidates = details.candidates;
  }

  static override [Symbol.hasInstance](value: unknown): boolean {
    return typeof value === "object" && value !== null && MARK in value;
  }
}
