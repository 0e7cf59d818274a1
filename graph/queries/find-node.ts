import "server-only";
import { z } from "zod";
import { readQuery } from "@/graph/read-query";
import { services } from "@/graph/services";
import { currentWatermark } from "@/graph/watermark";
import type { Viewer } from "@/lib/access/viewer";
import type { Mask } from "@/lib/lineage/mask";
import type { NodeAnswer, NodeState } from "@/lib/lineage/node-answer";
import { formatInstant, STILL, type Micros } from "@/lib/time";
import { findVersions } from "./find-versions";
import { maskFor, refParam } from "./find-graph";
import { maskIncidentFacts } from "./incident-predictions";
import { asOfParam, holdsAt, instantText, lastOf, momentText, momentValues, toMoment, type Moment } from "./moment";
import { isSeen, notFound } from "./node-lookup";
import { nodeFields, nodeRow, toBrief } from "./node-fields";
import { toFacts } from "./to-facts";

const RECORDS_SHOWN = 50;
const RECORDS_COUNTED = 1_000;

export const nodeParams = z.object({ ref: refParam, ...asOfParam });
export type NodeParams = z.input<typeof nodeParams>;

const fullRow = nodeRow.extend({
  facts: z.string().nullable(), recordedAt: z.number().nullable(), startedAt: z.number().nullable(), endedAt: z.number().nullable(), droppedAt: z.number().nullable(),
  trace: z.string().nullable(),
});
type FullRow = z.output<typeof fullRow>;

const readNode = readQuery({
  name: "node",
  params: z.object({ ref: z.string() }),
  row: fullRow,
  cypher: `
    MATCH (n:Node {ref: $ref}) WHERE NOT n:Step AND NOT n:Declaration
    RETURN ${nodeFields("n")}, n.facts AS facts, n.recordedAt AS recordedAt, n.startedAt AS startedAt, n.endedAt AS endedAt, n.droppedAt AS droppedAt, n.trace AS trace
    ORDER BY key`,
});

/**
 * All that is known of one node. Where jobs of one namespace share a run id, the run of the first job is described, with the records of all.
 * @throws AppError `not_found` for an unknown reference or one that the viewer may not see, and what `readQuery` throws.
 */
export async function findNode(viewer: Viewer, given: NodeParams): Promise<NodeAnswer> {
  const { ref, asOf } = nodeParams.parse(given);
  const moment = toMoment({ asOf });
  const watermark = currentWatermark();
  const rows = await readNode({ ref });
  const row = rows[0];
  if (!row || !(await isSeen(viewer, row))) throw notFound();
  const mask = maskFor(viewer);
  const [versions, declarations, failures, states] = await Promise.all([
    findVersions(viewer, row, mask, lastOf(moment)),
    readDeclarations({ key: row.key, last: lastOf(moment) }),
    readFailures({ key: row.key, last: lastOf(moment) }),
    statesOf(row, moment, mask),
  ]);
  const { owner = null, ...brief } = toBrief(row, mask);
  const [startedAt, endedAt] = [instantText(row.startedAt), instantText(row.endedAt)];
  return {
    ...brief,
    state: states.find((it) => it.to === null)?.state ?? brief.state,
    facts: row.kind === "incident" ? await maskIncidentFacts(viewer, toFacts(row.facts, mask)) : toFacts(row.facts, mask),
    states,
    owner,
    versions,
    declarations: declarations.map(({ at, trusted, facts }) => ({ at: instantText(at), trusted, facts: toFacts(facts, mask) })),
    failures: failures.map((it) => ({ ...it, at: instantText(it.at) })),
    records: recordsOf(rows.flatMap(subjectsOf)),
    recordedAt: instantText(row.recordedAt),
    ...(startedAt === null ? {} : { startedAt }),
    ...(endedAt === null ? {} : { endedAt }),
    ...(row.trace === null ? {} : { trace: row.trace }),
    asOf: momentText(moment),
    watermark,
  };
}

const readDeclarations = readQuery({
  name: "declarations-of",
  params: z.object({ key: z.string(), last: z.int() }),
  row: z.object({ at: z.number().nullable(), trusted: z.boolean().nullable(), facts: z.string().nullable() }),
  cypher: `
    MATCH (:Node {key: $key})-[:DECLARED_AS]->(d:Declaration) WHERE coalesce(d.at <= $last, true)
    RETURN d.at AS at, d.trusted AS trusted, d.facts AS facts ORDER BY d.at DESC, d.key DESC LIMIT 50`,
});

const readFailures = readQuery({
  name: "failures-about",
  params: z.object({ key: z.string(), last: z.int() }),
  row: z.object({ failure: z.string().nullable(), message: z.string().nullable(), at: z.number().nullable() }),
  cypher: `
    MATCH (f:Failure)-[:ABOUT]->(:Node {key: $key}) WHERE coalesce(f.at <= $last, true)
    RETURN f.failure AS failure, f.message AS message, f.at AS at ORDER BY f.at DESC, f.key LIMIT 50`,
});

const readServed = readQuery({
  name: "models-of-deployment",
  params: z.object({ key: z.string(), held: z.string(), from: z.int(), to: z.int() }),
  row: z.object({ model: z.string(), validFrom: z.number(), validTo: z.number(), holds: z.boolean() }),
  cypher: ({ held }) => `
    MATCH (:Node {key: $key})<-[e:FEEDS|FED {rel: 'serves'}]-(model:Node)
    RETURN model.ref AS model, e.validFrom AS validFrom, e.validTo AS validTo, ${held} AS holds ORDER BY validFrom, model`,
});

/** The states in order of time. Only a deployment's come and go; all else is what it is from its first time on. */
async function statesOf(row: FullRow, moment: Moment, mask: Mask): Promise<NodeState[]> {
  const last = lastOf(moment);
  const spans: { state: string; from: Micros | null; to: Micros | null; model?: string }[] = [];
  if (row.kind === "deployment" && row.state !== "missing") {
    for (const { model, validFrom, validTo } of await readServed({ key: row.key, held: moment.when === "now" ? "type(e) = 'FEEDS'" : holdsAt(moment, "e"), ...momentValues(moment) })) {
      const previous = spans[spans.length - 1];
      if (previous && previous.to !== null && previous.to < validFrom) spans.push({ state: "undeployed", from: previous.to, to: validFrom });
      const shownModel = mask.optional(model);
      spans.push({ state: "active", from: validFrom, to: validTo >= STILL ? null : validTo, ...(shownModel === null ? {} : { model: shownModel }) });
    }
    const previous = spans[spans.length - 1];
    if (previous && previous.to !== null) spans.push({ state: "undeployed", from: previous.to, to: null });
  } else if (row.droppedAt !== null) {
    spans.push({ state: "active", from: row.at, to: row.droppedAt }, { state: "dropped", from: row.droppedAt, to: null });
  } else {
    spans.push({ state: row.state ?? "active", from: row.at, to: null });
  }
  const begun = spans.filter(({ from }) => from === null || from <= last);
  const states = (begun.length > 0 ? begun : spans.slice(0, 1)).map((it) => ({ ...it, to: it.to !== null && it.to > last ? null : it.to }));
  return states.map((it) => ({ ...it, from: instantText(it.from), to: instantText(it.to) }));
}

/** The ledger's keys for a node: what has no records of its own rests on those of its job or dataset. */
function subjectsOf(row: FullRow): string[] {
  if (row.kind === "jobversion" && row.job !== null) return [row.job];
  if (row.kind === "column" && row.dataset !== null) return [row.dataset];
  return row.key === row.ref ? [row.key] : [row.key, row.ref];
}

function recordsOf(keys: readonly string[]): NodeAnswer["records"] {
  const { ledger } = services();
  const found = [...new Set(keys)].map((key) => ledger.recordsAbout(key, { limit: RECORDS_COUNTED + 1 }));
  const sequences = [...new Set(found.flat())].sort((a, b) => b - a);
  const items = sequences.slice(0, RECORDS_SHOWN).flatMap((sequence) => {
    const record = ledger.read(sequence);
    return record ? [{ sequence, id: record.id, type: record.type, recordedAt: formatInstant(record.recordedAt) }] : [];
  });
  return { total: found.some((it) => it.length > RECORDS_COUNTED) ? null : sequences.length, shown: items.length, items };
}
