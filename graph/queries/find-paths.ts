import "server-only";
import { z } from "zod";
import { currentWatermark } from "@/graph/watermark";
import type { Viewer } from "@/lib/access/viewer";
import { INSTANCE_KINDS, parseNodeRef } from "@/lib/lineage/node-ref";
import type { Flow, Placed } from "@/lib/lineage/distances";
import { findWays, type Paths } from "@/lib/lineage/paths";
import { definitionFlow, versionsOfJob } from "./definition-flow";
import { maskFor, piecesOf, readGraph, refParam, type GraphAnswer } from "./find-graph";
import { instancesByRef } from "./instance-edges";
import { instanceFlow } from "./instance-flow";
import { asOfParam, momentText, toMoment, type Moment } from "./moment";
import { getStart } from "./node-lookup";

/** A way can be as long as a walk. */
const DEPTH = 1_000;
const MAX_PATHS = 100;
/** What of one model's predictions is read: a way leads to one, or through none. */
const PREDICTIONS = 1_000;

export const pathsParams = z.object({
  from: refParam,
  to: refParam,
  plane: z.enum(["definition", "instance"]).optional(),
  limit: z.int().min(1).max(MAX_PATHS).default(20),
  ...asOfParam,
});
export type PathsParams = z.input<typeof pathsParams>;

export type PathsAnswer = Pick<GraphAnswer, "nodes" | "edges" | "asOf" | "watermark"> & {
  /** Of `to`, seen from `from`; `null` where no way leads from either to the other. */
  direction: "downstream" | "upstream" | null;
  /** Each from its beginning to its end in the direction of data flow, shortest first. Steps are references, or ids of placeholders in `nodes`. */
  paths: string[][];
  /** All ways between the two that go through nothing twice, shown or not; `null` where they are too many to count. */
  total: number | null;
  shown: number;
  complete: boolean;
};

/**
 * All ways between two nodes, from whichever the data flow to the other: counted, and the first `limit` of them with their nodes and edges.
 * `plane` defaults to the instance plane where both are instances.
 * @throws AppError `not_found` when either is unknown or not to be seen, `invalid`, and what `readQuery` throws.
 */
export async function findPaths(viewer: Viewer, given: PathsParams): Promise<PathsAnswer> {
  const { from, to, limit, asOf, ...asked } = pathsParams.parse(given);
  const moment = toMoment({ asOf });
  const watermark = currentWatermark();
  const plane = asked.plane ?? ([from, to].every((ref) => INSTANCE_KINDS.has(parseNodeRef(ref)!.kind)) ? "instance" : "definition");
  const mask = maskFor(viewer);
  await Promise.all([getStart(viewer, from), getStart(viewer, to)]);

  const [down, up] = await Promise.all([waysTo(to, from, plane, moment, limit), waysTo(from, to, plane, moment, limit)]);
  const [direction, { paths, total }] = down.paths.length > 0 ? (["downstream", down] as const) : up.paths.length > 0 ? (["upstream", up] as const) : ([null, down] as const);
  const begin = direction === "upstream" ? to : from;
  const steps = new Map<string, number>([[begin, 0]]);
  for (const path of paths) path.forEach((ref, index) => steps.has(ref) || steps.set(ref, index));
  const placed: Placed[] = [...steps].map(([ref, distance]) => ({ ref, distance, beyond: null }));
  if (direction === null) placed.push({ ref: to, distance: 0, beyond: null });
  const counts = { total: placed.length, shown: placed.length, hiddenByLimit: 0, hiddenByAccess: 0 };
  const complete = total !== null && total === paths.length;
  const answer = await readGraph({ ...piecesOf(placed, plane, moment, mask), tail: { counts, complete, asOf: momentText(moment), watermark } });
  return {
    direction,
    paths: paths.map((path) => path.map((ref) => mask.end(ref))),
    total,
    shown: paths.length,
    nodes: answer.nodes,
    edges: answer.edges,
    complete,
    asOf: answer.asOf,
    watermark,
  };
}

/** The ways along the flow of data into `end`, by reference: they all lie upstream of it. */
async function waysTo(end: string, begin: string, plane: "definition" | "instance", moment: Moment, limit: number): Promise<Paths> {
  const flow = await upstreamOf(end, plane, moment);
  const refOf = (key: string) => flow.nodes.get(key)?.ref;
  const next = new Map<string, string[]>();
  for (const [key, others] of flow.next) {
    const to = refOf(key);
    if (to === undefined) continue;
    for (const other of others) {
      const from = refOf(other);
      if (from !== undefined && from !== to) next.set(from, [...(next.get(from) ?? []), to]);
    }
  }
  return findWays(next, begin, end, limit);
}

async function upstreamOf(ref: string, plane: "definition" | "instance", moment: Moment): Promise<Flow> {
  if (plane === "instance") {
    const starts = (await instancesByRef([ref])).filter(({ kind }) => kind !== "run");
    return instanceFlow(starts, "upstream", DEPTH, moment, { predictions: PREDICTIONS });
  }
  const { kind, version } = parseNodeRef(ref)!;
  const starts = kind === "job" && version === undefined ? (await versionsOfJob({ ref })).map(({ key }) => key) : [ref];
  return definitionFlow(starts, "upstream", DEPTH, moment);
}
