import "server-only";
import { z } from "zod";
import { currentWatermark, type Watermark } from "@/graph/watermark";
import type { Viewer } from "@/lib/access/viewer";
import { AppError } from "@/lib/errors";
import { distancesFrom, inOrder } from "@/lib/lineage/distances";
import type { ChangeCounts, LineageChange } from "@/lib/lineage/lineage-change";
import { INSTANCE_KINDS, parseNodeRef, type RefKind } from "@/lib/lineage/node-ref";
import type { Within } from "@/lib/lineage/turns";
import { formatInstant, nowMicros, type Micros } from "@/lib/time";
import { definitionsOfInstances } from "./change-parts";
import { changesAmong, MAX_CHANGES, type ChangeScope } from "./changes-among";
import { definitionFlow } from "./definition-flow";
import { graphParams, maskFor, placesAround } from "./find-graph";
import { momentText, toMoment, type Moment } from "./moment";
import { getStart } from "./node-lookup";

const DAY: Micros = 86_400_000_000;
const WHOLE = 1_000;
/** Changes are told of so many definitions at most, and of so many instances, the nearest. */
export const MAX_LOOKED_AT = 1_000;
const MAX_INSTANCES_LOOKED_AT = 5_000;

export const changesParams = graphParams.extend({
  direction: graphParams.shape.direction.unwrap().default("upstream"),
  depth: graphParams.shape.depth.unwrap().default(WHOLE),
  limit: z.int().min(1).max(MAX_CHANGES).default(500),
});
export type ChangesParams = z.input<typeof changesParams>;

export type ChangesAnswer = {
  ref: string;
  plane: "definition" | "instance";
  direction: "upstream" | "downstream" | "both";
  /** The period: later than `from`, up to and with `to`. */
  from: string;
  to: string;
  changes: LineageChange[];
  counts: ChangeCounts;
  /** How many nodes the lineage had in the period, and of how many of them changes are told. */
  nodes: { total: number; lookedAt: number };
  complete: boolean;
  asOf: string | null;
  watermark: Watermark;
};

/**
 * What changed in the lineage around a node in a period, newest first: by default upstream, as far as it goes, in the 24 hours before the
 * node's own time if it happened once, else before the instant looked at.
 *
 * The lineage is all that held at any time of the period, so what left it counts as well as what came. For an instance that is two things:
 * the instances on its path, and the definitions behind them (their data, features, job versions, the prediction's model and deployment)
 * with everything upstream of those in the period. A source that was only read until an hour before the prediction is found that way, though
 * no batch of it is on the path. In the definition plane only the definitions' changes and all failures are told; in the instance plane also
 * when each instance happened.
 * @throws AppError `not_found` for an unknown reference or one that the viewer may not see, `invalid` for a period that ends before it
 * begins, and what `readQuery` throws.
 */
export async function findChanges(viewer: Viewer, given: ChangesParams): Promise<ChangesAnswer> {
  const params = changesParams.parse(given);
  const { ref, direction, limit, asOf } = params;
  const watermark = currentWatermark();
  const start = await getStart(viewer, ref);
  const { kind } = parseNodeRef(ref)!;
  const isInstance = INSTANCE_KINDS.has(kind);
  const plane = params.plane ?? (isInstance ? "instance" : "definition");
  const within = periodOf(params, isInstance ? start.at : null);
  const { scope, total, lookedAt, isPartial } = plane === "definition" && !isInstance ? await definitionScope(params, kind, within) : await instanceScope(params, kind, plane, within);
  const { changes, counts } = await changesAmong(scope, within, limit, maskFor(viewer));
  return {
    ref, plane, direction, from: formatInstant(within.from), to: formatInstant(within.last), changes, counts, nodes: { total, lookedAt },
    complete: !isPartial && lookedAt === total && counts.total === counts.shown,
    asOf: momentText(toMoment({ asOf })), watermark,
  };
}

/** @throws AppError `invalid` for a period that ends before it begins. */
function periodOf({ asOf, from, to }: { asOf?: Micros; from?: Micros; to?: Micros }, own: Micros | null): Within {
  const last = Math.min(to ?? own ?? asOf ?? nowMicros(), asOf ?? Infinity);
  const within = { from: from ?? last - DAY, last };
  if (within.from < within.last) return within;
  throw new AppError("invalid", `The period ends before it begins: it would be from ${formatInstant(within.from)} to ${formatInstant(last)}.`, { pointer: to === undefined ? "/from" : "/to" });
}

const momentOf = ({ from, last }: Within): Moment => ({ when: "period", from, to: last + 1 });

type Scoped = { scope: ChangeScope; total: number; lookedAt: number; isPartial: boolean };
type Walk = Pick<z.output<typeof changesParams>, "ref" | "direction" | "depth">;

async function definitionScope(walk: Walk, kind: RefKind, within: Within): Promise<Scoped> {
  const { placed } = await placesAround({ ...walk, limit: MAX_LOOKED_AT }, kind, "definition", momentOf(within));
  const definitions = placed.slice(0, MAX_LOOKED_AT).map((it) => it.ref);
  return { scope: { definitions, instances: [] }, total: placed.length, lookedAt: definitions.length, isPartial: false };
}

async function instanceScope(walk: Walk, kind: RefKind, plane: "definition" | "instance", within: Within): Promise<Scoped> {
  const { placed, unread, partial } = await placesAround({ ...walk, limit: MAX_INSTANCES_LOOKED_AT }, kind, "instance", { when: "at", at: within.last });
  const path = placed.slice(0, MAX_INSTANCES_LOOKED_AT).map((it) => it.ref);
  const behind = INSTANCE_KINDS.has(kind) ? await definitionsBehind(path, walk.direction, within) : { definitions: [], total: 0 };
  const definitions = behind.definitions.slice(0, MAX_LOOKED_AT);
  const isOnPath = plane === "instance";
  return {
    // failures about what happened are told in either plane: they are why one asks
    scope: { definitions, instances: isOnPath ? path : [], failed: path },
    total: placed.length + unread + behind.total,
    lookedAt: path.length + definitions.length,
    isPartial: partial,
  };
}

/** The definitions that are behind instances, and all that was upstream of them in the period, nearest first. */
async function definitionsBehind(path: readonly string[], direction: Walk["direction"], within: Within): Promise<{ definitions: string[]; total: number }> {
  const keys = (await definitionsOfInstances({ refs: [...path], limit: MAX_LOOKED_AT })).map(({ key }) => key);
  if (direction === "downstream") return { definitions: keys, total: keys.length };
  const flow = await definitionFlow(keys, "upstream", WHOLE, momentOf(within));
  const definitions = inOrder([{ flow, places: distancesFrom(flow, keys, WHOLE) }]).map((it) => it.ref);
  return { definitions, total: definitions.length };
}
