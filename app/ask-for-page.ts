import "server-only";
import { graphInTheMaking } from "@/graph/watermark";
import { AppError, type ErrorCode } from "@/lib/errors";
import type { GraphAway } from "@/lib/graph-away";
import { log } from "@/lib/log";
import { formatInstant, nowMicros } from "@/lib/time";

/**
 * What a page got when it asked. `unknown`: there is nothing that the viewer may see. `failed`: the graph did not answer, which is never
 * shown as nothing found.
 */
export type Asked<T> = { found: T; why: null } | { found: null; why: "unknown" } | { found: null; why: "failed"; away: GraphAway };

const FAILED: ReadonlySet<ErrorCode> = new Set<ErrorCode>(["unavailable", "timed_out"]);

/** Asks the graph for a page. What is neither an answer nor a known failure is thrown on, to the error page. `what` names the page in the log. */
export async function askForPage<T>(what: string, ask: () => Promise<T>): Promise<Asked<T>> {
  try {
    return { found: await ask(), why: null };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    if (error.code === "not_found") return { found: null, why: "unknown" };
    if (!FAILED.has(error.code)) throw error;
    log.warn("a page was not answered", { page: what, code: error.code });
    return { found: null, why: "failed", away: { at: formatInstant(nowMicros()), making: graphInTheMaking() } };
  }
}
