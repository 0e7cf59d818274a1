import { WINDOW_MS } from "./cut-windows";
import { iso, type World } from "./world";

const ANCHOR = "sample.anchor";
const MODE = "sample.mode";

/** What a first run leaves in its declared sources, for the runs after it. */
export type Anchored = { anchor: number; mode: string };

export function anchorTag(world: World): Record<string, string> {
  return { [ANCHOR]: iso(world.anchor), [MODE]: world.study.plan.mode };
}

/**
 * Finds the tags wherever an answer about a source carries them, so that the sample depends on the contract (the facts are in
 * the answer) and not on the layout of the page. `null` when they are not there.
 */
export function findAnchor(answer: unknown): Anchored | null {
  if (typeof answer !== "object" || answer === null) return null;
  const { [ANCHOR]: anchor, [MODE]: mode } = answer as Record<string, unknown>;
  if (typeof anchor === "string" && typeof mode === "string" && Number.isFinite(Date.parse(anchor))) return { anchor: Date.parse(anchor), mode };
  for (const value of Object.values(answer)) {
    const found = findAnchor(value);
    if (found) return found;
  }
  return null;
}

/** The last full hour at or before `now`. */
export function lastFullHour(now: number): number {
  const hour = 4 * WINDOW_MS;
  return Math.floor(now / hour) * hour;
}
