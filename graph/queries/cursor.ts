import "server-only";
import { z } from "zod";
import { AppError } from "@/lib/errors";
import type { Micros } from "@/lib/time";

/** What a list by page takes. */
export const pageParams = { limit: z.int().min(1).max(1000).default(50), cursor: z.string().max(10_000).optional() };

/**
 * Where the page before ended, as its `next` said; `first` without one.
 * @throws AppError `invalid` for a cursor that no answer gave.
 */
export function readCursor<Place>(text: string | undefined, place: z.ZodType<Place>, first: Place): Place {
  if (text === undefined) return first;
  try {
    return place.parse(JSON.parse(Buffer.from(text, "base64url").toString("utf8")));
  } catch (cause) {
    throw new AppError("invalid", "This cursor comes from no answer. Start again without one.", { pointer: "/cursor", cause });
  }
}

export function writeCursor(place: unknown): string {
  return Buffer.from(JSON.stringify(place)).toString("base64url");
}

/** A place in a list that is newest first, and by key where times are the same. */
const timePlace = z.tuple([z.int(), z.string()]);

/** The place as parameters of a query; `last` is the latest time that the list may hold. */
export function readTimeCursor(text: string | undefined, last: Micros): { at: Micros; after: string } {
  const [at, after] = readCursor(text, timePlace, [last, ""]);
  return { at: Math.min(at, last), after: at > last ? "" : after };
}

/** Cuts rows that were asked for with one more than `limit`: the page, and where the next one begins. */
export function cutPage<Row extends { at: Micros | null; key: string }>(rows: readonly Row[], limit: number): { rows: Row[]; next: { next?: string } } {
  const page = rows.slice(0, limit);
  const last = page[page.length - 1];
  return { rows: page, next: rows.length > limit && last ? { next: writeCursor([last.at ?? 0, last.key]) } : {} };
}
