import { formatInstant, parseInstant } from "@/lib/time";

/** "2026-11-23 07:40" as RFC 3339 in UTC, or `null` for what is no time. */
export function toInstant(text: string): string | null {
  const at = parseInstant(text.trim().replace(/^(\d{4}-\d{2}-\d{2})[ ](?=\d)/, "$1T"));
  return at === null ? null : formatInstant(at);
}
