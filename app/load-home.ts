import "server-only";
import { search } from "@/graph/queries/search";
import { currentWatermark } from "@/graph/watermark";
import { services } from "@/graph/services";
import type { HereNow, KindCount, Recent } from "@/components/home/here-now";
import type { Viewer } from "@/lib/access/viewer";
import type { Ledger } from "@/lib/ledger/ledger";
import type { Watermark } from "@/lib/layout/picture";
import type { NodeKind } from "@/lib/lineage/node-ref";

const COUNTED: readonly NodeKind[] = ["source", "dataset", "featuregroup", "feature", "model", "deployment", "job", "run", "prediction"];
/** Kinds of which single things are worth a line on the home page: not those that come by the thousand. */
const LISTED: ReadonlySet<NodeKind> = new Set<NodeKind>(["source", "dataset", "featuregroup", "feature", "model", "deployment", "job"]);
const RECENT = 9;
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
 * What the viewer may see of each kind, exactly, and the newest of it.
 * @throws AppError `unavailable` or `timed_out` when the graph did not answer.
 */
export async function loadHereNow(viewer: Viewer): Promise<HereNow> {
  const watermark: Watermark = currentWatermark();
  const answers = await Promise.all(COUNTED.map(async (kind) => ({ kind, answer: await search(viewer, { kind, limit: LISTED.has(kind) ? RECENT : 1 }) })));
  const counts = answers.map(({ kind, answer }): KindCount => ({ kind, total: answer.total, latest: answer.results[0]?.at ?? null }));
  const things = answers
    .flatMap(({ kind, answer }) => answer.results.map(({ ref, name, namespace, version, state, at }): Recent => ({ ref, kind, name, namespace, version: version ?? null, state, at: at ?? null })))
    .filter(({ state }) => state !== "missing");
  const starts = STARTS.flatMap((kind) => things.find((thing) => thing.kind === kind) ?? []);
  const recent = things
    .filter(({ kind }) => LISTED.has(kind))
    .sort((a, b) => (b.at ?? "").localeCompare(a.at ?? "") || a.ref.localeCompare(b.ref))
    .slice(0, RECENT);
  return { counts, recent, starts, records: recordCount(), watermark };
}
