import "server-only";
import { z } from "zod";
import { readQuery } from "@/graph/read-query";
import { services } from "@/graph/services";
import { currentWatermark, type Watermark } from "@/graph/watermark";
import type { Viewer } from "@/lib/access/viewer";
import { AppError } from "@/lib/errors";
import { incidentSchema } from "@/lib/ingest/record-incident";
import type { Incident, NamedPrediction } from "@/lib/lineage/incident";
import { canonicalRef, formatRef, NODE_KINDS } from "@/lib/lineage/node-ref";
import { seenPredictions } from "./incident-predictions";
import { asOfParam, instantText, lastOf, momentText, toMoment } from "./moment";
import { notFound } from "./node-lookup";
import { maySeeIncidentOf, SEEN, seenBy, seenShape } from "./seen";

const PREDICTIONS_SHOWN = 100;

export const incidentsParams = z.object({
  limit: z.int().min(1).max(1000).default(50),
  cursor: z.string().max(10_000).optional(),
  ...asOfParam,
});
export type IncidentsParams = z.input<typeof incidentsParams>;

export type IncidentsAnswer = { results: Incident[]; total: number; shown: number; next?: string; asOf: string | null; watermark: Watermark };
export type IncidentAnswer = Incident & {
  /** The first 100 of those that were named. */
  predictions: NamedPrediction[];
  asOf: string | null;
  watermark: Watermark;
};

const incidentRow = z.object({ key: z.string(), id: z.string(), at: z.number().nullable(), facts: z.string(), target: z.string(), targetKind: z.enum(NODE_KINDS).nullable() });
type IncidentRow = z.output<typeof incidentRow>;
const FIELDS = `n.key AS key, n.name AS id, n.at AS at, n.facts AS facts, n.target AS target, head(COLLECT { MATCH (n)-[:ABOUT]->(t:Node) RETURN t.kind }) AS targetKind`;

const readPage = readQuery({
  name: "incidents-page",
  params: z.object({ ...seenShape, last: z.int(), at: z.int(), after: z.string(), limit: z.int() }),
  row: incidentRow,
  // the index of (kind, at) gives the order
  cypher: `
    MATCH (n:Node) WHERE n.kind = 'incident' AND n.at <= $at AND n.at <= $last AND n:Incident AND n.facts IS NOT NULL AND ${SEEN} AND (n.at < $at OR n.key > $after)
    WITH n ORDER BY n.kind DESC, n.at DESC, n.key LIMIT $limit
    RETURN ${FIELDS} ORDER BY at DESC, key`,
});

const countAll = readQuery({
  name: "incidents-count",
  params: z.object({ ...seenShape, last: z.int() }),
  row: z.object({ total: z.int() }),
  cypher: `MATCH (n:Incident) WHERE n.at <= $last AND n.facts IS NOT NULL AND ${SEEN} RETURN count(n) AS total`,
});

/**
 * Reported incidents, newest first. `total` is exact and counts only those whose target the viewer may see.
 * @throws AppError `invalid` for a cursor that no answer gave, and what `readQuery` throws.
 */
export async function findIncidents(viewer: Viewer, given: IncidentsParams = {}): Promise<IncidentsAnswer> {
  const params = incidentsParams.parse(given);
  const moment = toMoment({ asOf: params.asOf });
  const watermark = currentWatermark();
  const scope = { ...seenBy(viewer), last: lastOf(moment) };
  const [at, after] = readCursor(params.cursor);
  const [found, counted] = await Promise.all([readPage({ ...scope, at, after, limit: params.limit + 1 }), countAll(scope)]);
  const rows = found.slice(0, params.limit);
  const last = rows[rows.length - 1];
  return {
    results: rows.map((row) => toIncident(row).incident),
    total: counted[0]?.total ?? 0,
    shown: rows.length,
    ...(found.length > rows.length && last ? { next: Buffer.from(JSON.stringify([last.at ?? 0, last.key])).toString("base64url") } : {}),
    asOf: momentText(moment),
    watermark,
  };
}

const readOne = readQuery({
  name: "incident",
  params: z.object({ key: z.string() }),
  row: incidentRow,
  cypher: `MATCH (n:Node {key: $key}) WHERE n:Incident AND n.facts IS NOT NULL RETURN ${FIELDS}`,
});

export const incidentParams = z.object({ /** An incident's id, or its reference. */ id: z.string().min(1).max(10_000), ...asOfParam });

/**
 * One reported incident with the predictions that it names.
 * @throws AppError `not_found` for an unknown id, one that was reported later than `asOf`, or one whose target the viewer may not see;
 * and what `readQuery` throws.
 */
export async function findIncident(viewer: Viewer, given: z.input<typeof incidentParams>): Promise<IncidentAnswer> {
  const { id, asOf } = incidentParams.parse(given);
  const moment = toMoment({ asOf });
  const watermark = currentWatermark();
  const key = id.startsWith("incident:") ? (canonicalRef(id) ?? id) : formatRef("incident", "-", id);
  const row = (await readOne({ key }))[0];
  if (!row || (row.at ?? 0) > lastOf(moment) || !maySeeIncidentOf(viewer, row.target)) throw notFound();
  const { incident, named } = toIncident(row);
  return { ...incident, predictions: await seenPredictions(viewer, named.slice(0, PREDICTIONS_SHOWN)), asOf: momentText(moment), watermark };
}

function toIncident(row: IncidentRow): { incident: Incident; named: string[] } {
  const parsed = incidentSchema.safeParse(JSON.parse(row.facts));
  if (!parsed.success) throw new AppError("bad_data", "The facts of an incident in the graph are not an incident's.", { cause: parsed.error });
  const { title, metric, direction, window, reference, predictions = [] } = parsed.data;
  const { ledger, accounts } = services();
  const sequence = ledger.findById(`incident:${row.id}`);
  const actor = sequence === null ? null : (ledger.read(sequence)?.actor ?? null);
  const incident: Incident = {
    ref: row.key, id: row.id, title, target: row.target, targetKind: row.targetKind, metric: metric ?? null, direction: direction ?? null, window, reference: reference ?? null,
    predictionCount: predictions.length,
    reportedAt: instantText(row.at),
    reporter: actor === null ? null : { id: actor, name: accounts.nameOf(actor) },
    sequence,
  };
  return { incident, named: predictions };
}

/** Where the page before ended: time, then key. */
const cursorShape = z.tuple([z.int(), z.string()]);

function readCursor(text: string | undefined): [at: number, after: string] {
  if (text === undefined) return [Number.MAX_SAFE_INTEGER, ""];
  try {
    return cursorShape.parse(JSON.parse(Buffer.from(text, "base64url").toString("utf8")));
  } catch (cause) {
    throw new AppError("invalid", "This cursor comes from no answer. Start again without one.", { pointer: "/cursor", cause });
  }
}
