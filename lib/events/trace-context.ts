const TRACEPARENT = /^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(?:-.*)?$/;

/**
 * The trace id (32 hex digits) of a W3C `traceparent`, or `null` when it is none. A later version than 00 may go on after the
 * four known fields; version ff and all-zero ids are invalid.
 */
export function parseTraceparent(text: string): string | null {
  const match = TRACEPARENT.exec(text.trim());
  if (!match) return null;
  const [, version, trace, span] = match;
  if (version === "ff" || /^0+$/.test(trace!) || /^0+$/.test(span!)) return null;
  return version === "00" && text.trim().length !== 55 ? null : trace!;
}
