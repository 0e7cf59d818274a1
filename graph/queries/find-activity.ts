import "server-only";
import { services } from "@/graph/services";
import type { Viewer } from "@/lib/access/viewer";
import { AppError } from "@/lib/errors";
import type { RefusedEvent, TakenEvent } from "@/lib/ingest/token-activity";
import { log } from "@/lib/log";
import { formatInstant, nowMicros } from "@/lib/time";
import { findUnderstood, type Understood } from "./find-understood";

export type ActivityAnswer = {
  token: { id: string; name: string };
  /** Counts are since then: they are not kept over a restart. */
  since: string;
  taken: number;
  refused: number;
  lastTaken: (Omit<TakenEvent, "at"> & { at: string })[];
  lastRefused: (Omit<RefusedEvent, "at"> & { at: string })[];
  /** Of the newest event that was taken; `null` when there is none, when it may not be seen, or while the graph does not answer. */
  understood: Understood | null;
};

/** What a token sent since the start, and what was made of the newest. @throws AppError `not_found` for a token that is not there or reaches further than the viewer. */
export async function findActivity(viewer: Viewer, tokenId: string): Promise<ActivityAnswer> {
  const { accounts, activity } = services();
  const token = accounts.listTokens(viewer).find(({ id }) => id === tokenId);
  if (!token) throw new AppError("not_found", "There is no such token.");
  const { taken, refused, lastTaken, lastRefused } = activity.of(`token:${token.id}`);
  const newest = lastTaken[0];
  return {
    token: { id: token.id, name: token.name },
    since: formatInstant(nowMicros() - Math.round(process.uptime() * 1_000_000)),
    taken,
    refused,
    lastTaken: lastTaken.map((it) => ({ ...it, at: formatInstant(it.at) })),
    lastRefused: lastRefused.map((it) => ({ ...it, at: formatInstant(it.at) })),
    understood: newest === undefined ? null : await understoodOrNull(viewer, newest.sequence),
  };
}

async function understoodOrNull(viewer: Viewer, sequence: number): Promise<Understood | null> {
  try {
    return await findUnderstood(viewer, sequence);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    log.info("what a record means was not told", { sequence, code: error.code });
    return null;
  }
}
