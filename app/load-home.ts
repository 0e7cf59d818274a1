import "server-only";
import { findDepartures, MAX_COUNTED } from "@/graph/queries/find-departures";
import { findFreshness } from "@/graph/queries/find-freshness";
import { findHereNow, MAX_LATELY } from "@/graph/queries/find-here-now";
import { findIncidents } from "@/graph/queries/find-incidents";
import { currentWatermark } from "@/graph/watermark";
import { services } from "@/graph/services";
import { attentionItems, checkedWords, kindCounts } from "@/components/home/home-facts";
import type { HomeFacts } from "@/components/home/home-view";
import { may } from "@/lib/access/policy";
import type { Viewer } from "@/lib/access/viewer";
import type { Ledger } from "@/lib/ledger/ledger";
import type { NodeKind } from "@/lib/lineage/node-ref";
import { formatInstant, nowMicros } from "@/lib/time";

const DAY_MICROS = 86_400_000_000;
const SOURCES = 20;
const INCIDENTS = 3;
/** Where people begin: an incident, a model, its telemetry. */
const STARTS: readonly NodeKind[] = ["prediction", "model", "source"];

/** How many records the ledger holds; 0 while all of them are about people and tokens. Needs no graph, so it answers while that is down. */
export function recordCount(): number {
  const { ledger } = services();
  return hasEvents(ledger) ? ledger.size() : 0;
}

let lookedUpTo = 0;
let found = false;

/** Whether the ledger holds anything but changes of people and tokens, which come first. Looks at each of them once. */
function hasEvents(ledger: Ledger): boolean {
  for (const { sequence, kind } of found ? [] : ledger.range(lookedUpTo + 1, ledger.size())) {
    if ((found = kind !== "access")) break;
    lookedUpTo = sequence;
  }
  return found;
}

/**
 * What the viewer may see of each kind, exactly; how fresh telemetry is; and what departs from normal.
 * @throws AppError `unavailable` or `timed_out` when the graph did not answer.
 */
export async function loadHome(viewer: Viewer): Promise<HomeFacts> {
  const watermark = currentWatermark();
  const now = nowMicros();
  const namespaces = viewer.namespaces && [...viewer.namespaces];
  const [rows, freshness, departures, incidents] = await Promise.all([
    findHereNow({ namespaces, since: now - DAY_MICROS, now }), findFreshness(viewer, now, SOURCES), findDepartures(viewer, now), findIncidents(viewer, { limit: INCIDENTS }),
  ]);
  const bounds = { lately: MAX_LATELY, marked: MAX_COUNTED };
  const mayReadDeadLetters = may(viewer, "deadletter:read");
  return {
    counts: kindCounts(rows.map(({ latest, ...row }) => ({ ...row, latestAt: latest && formatInstant(latest.at) })), freshness, departures, bounds),
    starts: STARTS.flatMap((kind) => rows.find((row) => row.kind === kind)?.latest ?? []).map(({ ref, name, version }) => ({ ref, name, version })),
    attention: attentionItems({ incidents: { total: incidents.total, first: incidents.results }, freshness, departures, watermark, mayReadDeadLetters, bounds }),
    checked: checkedWords({ freshness, departures, mayReadDeadLetters }),
    freshness,
    watermark,
  };
}
