/** How much is written: a level writes itself and what is graver. */
export type LogLevel = "debug" | "info" | "warn" | "error";
export type LogFields = Readonly<Record<string, unknown>>;

const RANK: Record<LogLevel, number> = { debug: 0, info: 1, warn: 2, error: 3 };
const SECRET_KEY = /pass(word|wd)?$|secret|token|authorization|cookie|api-?key|session|credential/i;
const SECRET_TEXT = [/\b(bearer|basic)\s+[\w.~+/=-]{8,}/gi, /\bhw_[A-Za-z0-9]+_[\w-]{16,}/g, /(:\/\/[^\s/:@]+:)[^\s/@]+@/g];
const REDACTED = "[redacted]";
const MAX_DEPTH = 5;
const MAX_TEXT = 4000;

let threshold: LogLevel = "warn";
let write = (line: string): void => void process.stderr.write(line);
const secrets = new Set<string>();

/** Sets what is written from now on, and where (standard error unless told). */
export function configureLog(options: { level?: LogLevel; write?: (line: string) => void }): void {
  if (options.level) threshold = options.level;
  if (options.write) write = options.write;
}

/** From now on this exact text is never written, wherever it stands. Texts under 8 characters are left alone. */
export function neverLog(secret: string): void {
  if (secret.length >= 8) secrets.add(secret);
}

function redactText(text: string): string {
  let clean = text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}… (${text.length} characters)` : text;
  for (const secret of secrets) clean = clean.replaceAll(secret, REDACTED);
  for (const pattern of SECRET_TEXT) clean = clean.replace(pattern, (_match, kept: unknown) => (typeof kept === "string" && kept.startsWith("://") ? `${kept}${REDACTED}@` : REDACTED));
  return clean;
}

function redact(value: unknown, depth: number): unknown {
  if (typeof value === "string") return redactText(value);
  if (typeof value === "bigint") return value.toString();
  if (value === null || typeof value !== "object") return value;
  if (depth >= MAX_DEPTH) return "…";
  if (value instanceof Error) {
    const code = (value as { code?: unknown }).code;
    return {
      name: value.name,
      message: redactText(value.message),
      ...(typeof code === "string" ? { code } : {}),
      ...(value.stack === undefined ? {} : { stack: redactText(value.stack) }),
      ...(value.cause === undefined ? {} : { cause: redact(value.cause, depth + 1) }),
    };
  }
  if (ArrayBuffer.isView(value)) return `(${value.byteLength} bytes)`;
  if (Array.isArray(value)) return value.slice(0, 50).map((item) => redact(item, depth + 1));
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, SECRET_KEY.test(key) && item !== null && item !== undefined ? REDACTED : redact(item, depth + 1)]));
}

function at(level: LogLevel): (message: string, fields?: LogFields) => void {
  return (message, fields = {}) => {
    if (RANK[level] < RANK[threshold]) return;
    write(`${JSON.stringify({ time: new Date().toISOString(), level, message: redactText(message), ...(redact(fields, 0) as object) })}\n`);
  };
}

/** The server's log: JSON, one object a line. Secrets are blotted out by field name, by form, and by value (`neverLog`). */
export const log = { debug: at("debug"), info: at("info"), warn: at("warn"), error: at("error") };
