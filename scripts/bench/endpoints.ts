import "server-only";
import { GET as readChanges } from "@/app/api/v1/changes/route";
import { GET as readDeadLetters } from "@/app/api/v1/dead-letters/route";
import { GET as readGate } from "@/app/api/v1/gates/[ref]/route";
import { GET as readComparison } from "@/app/api/v1/graph/compare/route";
import { GET as readEdge } from "@/app/api/v1/graph/edge/route";
import { GET as readGraph } from "@/app/api/v1/graph/route";
import { GET as readImpact } from "@/app/api/v1/impact/route";
import { GET as readIncident } from "@/app/api/v1/incidents/[id]/route";
import { GET as readIncidents } from "@/app/api/v1/incidents/route";
import { GET as readCheckpoint } from "@/app/api/v1/log/checkpoint/route";
import { GET as readBatches } from "@/app/api/v1/nodes/[ref]/batches/route";
import { GET as readFeatureSets } from "@/app/api/v1/nodes/[ref]/feature-sets/route";
import { GET as readMembers } from "@/app/api/v1/nodes/[ref]/members/route";
import { GET as readPredictions } from "@/app/api/v1/nodes/[ref]/predictions/route";
import { GET as readNode } from "@/app/api/v1/nodes/[ref]/route";
import { GET as readRuns } from "@/app/api/v1/nodes/[ref]/runs/route";
import { GET as readOverview } from "@/app/api/v1/overview/route";
import { GET as readPaths } from "@/app/api/v1/paths/route";
import { GET as readProvenance } from "@/app/api/v1/predictions/[id]/provenance/route";
import { GET as readPayload } from "@/app/api/v1/records/[sequence]/payload/route";
import { GET as readRecord } from "@/app/api/v1/records/[sequence]/route";
import { GET as readRecords } from "@/app/api/v1/records/route";
import { GET as readSearch } from "@/app/api/v1/search/route";
import { GET as readStatus } from "@/app/api/v1/status/route";
import type { ROUTE_POLICIES, RouteKey } from "@/lib/access/route-policies";

type ReadAction = "lineage:read" | "deadletter:read";
type ReadRoute = { [Key in RouteKey]: Key extends `GET ${string}` ? ((typeof ROUTE_POLICIES)[Key]["action"] extends ReadAction ? Key : never) : never }[RouteKey];
type RouteHandler = (request: Request, context: { params: Promise<Record<string, string>> }) => Promise<Response>;

/** The handler of every address that reads the graph or the ledger: the type says so when one is missing. */
const HANDLERS: Record<ReadRoute, RouteHandler> = {
  "GET /api/v1/search": readSearch,
  "GET /api/v1/nodes/{ref}": readNode,
  "GET /api/v1/nodes/{ref}/runs": readRuns,
  "GET /api/v1/nodes/{ref}/predictions": readPredictions,
  "GET /api/v1/nodes/{ref}/batches": readBatches,
  "GET /api/v1/nodes/{ref}/feature-sets": readFeatureSets,
  "GET /api/v1/nodes/{ref}/members": readMembers,
  "GET /api/v1/graph": readGraph,
  "GET /api/v1/paths": readPaths,
  "GET /api/v1/overview": readOverview,
  "GET /api/v1/graph/compare": readComparison,
  "GET /api/v1/changes": readChanges,
  "GET /api/v1/graph/edge": readEdge,
  "GET /api/v1/impact": readImpact,
  "GET /api/v1/predictions/{id}/provenance": readProvenance,
  "GET /api/v1/gates/{ref}": readGate,
  "GET /api/v1/incidents": readIncidents,
  "GET /api/v1/incidents/{id}": readIncident,
  "GET /api/v1/log/checkpoint": readCheckpoint,
  "GET /api/v1/status": readStatus,
  "GET /api/v1/records": readRecords,
  "GET /api/v1/records/{sequence}": readRecord,
  "GET /api/v1/records/{sequence}/payload": readPayload,
  "GET /api/v1/dead-letters": readDeadLetters,
};

/** One question over HTTP. `params` fill the braces of the route; `query` is what stands behind the question mark. */
export type Question = { what: string; route: ReadRoute; params?: Record<string, string>; query?: Record<string, string>; status?: number };

/** What the questions are about. `hub` feeds most, `end` is fed by most, `middle` has both. */
export type Subjects = {
  hub: string; end: string; middle: string; part: string; job: string;
  sample: { source: string; model: string; group: string; prediction: string; wide: string; deployment: string; incident: string };
};

const WHOLE = "1000";
const daysAgo = (days: number): string => new Date(Date.now() - days * 86_400_000).toISOString();

/** Every read of the product, the graph in all directions and depths. */
export function questionsAbout({ hub, end, middle, part, job, sample }: Subjects): Question[] {
  const graph = (what: string, ref: string, direction: string): Question[] =>
    [["1 step", "1"], ["3 steps", "3"], ["whole", WHOLE]].map(([reach, depth]) => ({ what: `graph, ${direction} of ${what}, ${reach}`, route: "GET /api/v1/graph", query: { ref, direction, depth: depth! } }));
  const node = (what: string, ref: string): Question => ({ what: `node: ${what}`, route: "GET /api/v1/nodes/{ref}", params: { ref } });
  return [
    ...graph("an end", end, "upstream"), ...graph("the hub", hub, "downstream"), ...graph("a feature group", middle, "both"),
    { what: "graph, instances upstream of a prediction, whole", route: "GET /api/v1/graph", query: { ref: sample.prediction, direction: "upstream", depth: WHOLE } },
    { what: "ways from the hub to an end", route: "GET /api/v1/paths", query: { from: hub, to: end } },
    { what: "overview, by namespace and kind", route: "GET /api/v1/overview" },
    { what: "overview, by owner", route: "GET /api/v1/overview", query: { group: "owner" } },
    { what: "comparison of the whole upstream of an end with 30 days before", route: "GET /api/v1/graph/compare", query: { ref: end, direction: "upstream", depth: WHOLE, with: daysAgo(30) } },
    { what: "comparison of the hub with 30 days before", route: "GET /api/v1/graph/compare", query: { ref: hub, direction: "downstream", with: daysAgo(30) } },
    { what: "changes upstream of an end in 30 days", route: "GET /api/v1/changes", query: { ref: end, from: daysAgo(30) } },
    { what: "changes around the hub in 30 days", route: "GET /api/v1/changes", query: { ref: hub, direction: "both", depth: "1", from: daysAgo(30) } },
    { what: "changes upstream of a prediction in the day before", route: "GET /api/v1/changes", query: { ref: sample.prediction } },
    { what: "impact of the hub", route: "GET /api/v1/impact", query: { ref: hub } },
    { what: "impact of a source of the sample", route: "GET /api/v1/impact", query: { ref: sample.source } },
    { what: "search by part of a name", route: "GET /api/v1/search", query: { q: part } },
    { what: "search by kind", route: "GET /api/v1/search", query: { kind: "prediction" } },
    { what: "search by an id", route: "GET /api/v1/search", query: { q: sample.prediction.split(":")[2]! } },
    node("a dataset", middle), node("a job", job), node("a source", sample.source), node("a model version", sample.model), node("a deployment", sample.deployment), node("a prediction", sample.prediction),
    { what: "runs that wrote a dataset", route: "GET /api/v1/nodes/{ref}/runs", params: { ref: middle } },
    { what: "runs of a model version", route: "GET /api/v1/nodes/{ref}/runs", params: { ref: sample.model } },
    { what: "columns of a dataset", route: "GET /api/v1/nodes/{ref}/members", params: { ref: middle } },
    { what: "batches of a source", route: "GET /api/v1/nodes/{ref}/batches", params: { ref: sample.source } },
    { what: "feature sets of a group", route: "GET /api/v1/nodes/{ref}/feature-sets", params: { ref: sample.group } },
    { what: "predictions of a model version", route: "GET /api/v1/nodes/{ref}/predictions", params: { ref: sample.model } },
    { what: "provenance of a prediction", route: "GET /api/v1/predictions/{id}/provenance", params: { id: sample.prediction } },
    { what: "provenance of a prediction with the most windows", route: "GET /api/v1/predictions/{id}/provenance", params: { id: sample.wide } },
    { what: "gate", route: "GET /api/v1/gates/{ref}", params: { ref: sample.model }, status: 409 },
    { what: "incidents", route: "GET /api/v1/incidents" },
    { what: "an incident", route: "GET /api/v1/incidents/{id}", params: { id: sample.incident } },
    { what: "status", route: "GET /api/v1/status" },
    { what: "checkpoint", route: "GET /api/v1/log/checkpoint" },
    { what: "records", route: "GET /api/v1/records" },
    { what: "records about a dataset", route: "GET /api/v1/records", query: { about: middle } },
    { what: "a record", route: "GET /api/v1/records/{sequence}", params: { sequence: "2" } },
    { what: "a record's bytes", route: "GET /api/v1/records/{sequence}/payload", params: { sequence: "2" } },
    { what: "dead letters", route: "GET /api/v1/dead-letters" },
  ];
}

/** The address of a question. */
export function pathOf({ route, params = {}, query = {} }: Question): string {
  const path = route.slice("GET ".length).replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? ""));
  const search = new URLSearchParams(query).toString();
  return search === "" ? path : `${path}?${search}`;
}

/** Asks in this process, which has the services: the same code as the product's, and nothing between. @throws Error for a wrong status. */
export async function askHere(question: Question, token: string): Promise<void> {
  const request = new Request(`http://127.0.0.1${pathOf(question)}`, { headers: { authorization: `Bearer ${token}` } });
  const answer = await HANDLERS[question.route](request, { params: Promise.resolve(question.params ?? {}) });
  const text = await answer.text();
  if (answer.status !== (question.status ?? 200)) throw new Error(`${pathOf(question)} answered ${answer.status}: ${text.slice(0, 500)}`);
}
