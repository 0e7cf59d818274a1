import { batchesParams } from "@/graph/queries/find-batches";
import { changesParams } from "@/graph/queries/find-changes";
import { comparisonParams } from "@/graph/queries/find-comparison";
import { edgeEvidenceParams } from "@/graph/queries/find-edge-evidence";
import { featureSetsParams } from "@/graph/queries/find-feature-sets";
import { graphParams } from "@/graph/queries/find-graph";
import { impactParams } from "@/graph/queries/find-impact";
import { incidentsParams } from "@/graph/queries/find-incidents";
import { membersParams } from "@/graph/queries/find-members";
import { overviewParams } from "@/graph/queries/find-overview";
import { pathsParams } from "@/graph/queries/find-paths";
import { predictionsParams } from "@/graph/queries/find-predictions";
import { runsParams } from "@/graph/queries/find-runs";
import { searchParams } from "@/graph/queries/search";
import type { RouteKey } from "@/lib/access/route-policies";
import {
  batchesAnswer, checkpointAnswer, edgeAnswer, featureSetsAnswer, goAnswer, graphAnswer, haltAnswer, impactAnswer, incidentAnswer, incidentsAnswer, membersAnswer, nodeAnswer, overviewAnswer, pathsAnswer, predictionsAnswer, provenanceAnswer, runsAnswer, searchAnswer,
} from "./answers";
import { changesAnswer, comparisonAnswer } from "./time-answers";
import type { Operation } from "./operation";

const REF = { ref: { description: "A reference, encoded once more as a whole" } };
const NODE_LIMIT = "Nodes at most";
const PAGE = { limit: "Results of a page", cursor: "`next` of the page before" };

/** The routes that read lineage. */
export const LINEAGE = {
  "GET /api/v1/search": {
    summary: "Find things by name, id or trace",
    description: "Definitions match by part of a name, instances by id, its beginning, or trace id. An empty `q` with a `kind` lists that kind, newest first.",
    tag: "Lineage",
    readsGraph: true,
    query: searchParams,
    queryText: { q: "What to look for", kind: "Only this kind", namespace: "Only what lies in this namespace", limit: "Results of a page", cursor: "`next` of the page before" },
    answers: { 200: { description: "What was found", body: searchAnswer } },
  },
  "GET /api/v1/nodes/{ref}": {
    summary: "Everything known about one thing",
    tag: "Lineage",
    readsGraph: true,
    path: REF,
    answers: { 200: { description: "Facts, states, owner, versions, and the records it rests on", body: nodeAnswer } },
  },
  "GET /api/v1/nodes/{ref}/runs": {
    summary: "The runs of a job, or of the jobs that write or read a thing",
    description: "Newest first. Of data they are all runs of the jobs that ever wrote (or read) it, failed ones too: `touched` says whether this run did.",
    tag: "Lineage",
    readsGraph: true,
    path: REF,
    query: runsParams.omit({ ref: true }),
    queryText: { as: "Of data: runs of jobs that write it, or of those that read it", ...PAGE },
    answers: { 200: { description: "A page of runs", body: runsAnswer } },
  },
  "GET /api/v1/nodes/{ref}/predictions": {
    summary: "The predictions of a model version, a deployment, a feature set or a run",
    tag: "Lineage",
    readsGraph: true,
    path: REF,
    query: predictionsParams.omit({ ref: true }),
    queryText: PAGE,
    answers: { 200: { description: "A page of predictions, newest first", body: predictionsAnswer } },
  },
  "GET /api/v1/nodes/{ref}/batches": {
    summary: "The batches of a source or dataset",
    tag: "Lineage",
    readsGraph: true,
    path: REF,
    query: batchesParams.omit({ ref: true }),
    queryText: PAGE,
    answers: { 200: { description: "A page of batches, newest first", body: batchesAnswer } },
  },
  "GET /api/v1/nodes/{ref}/feature-sets": {
    summary: "The feature sets of a feature group",
    tag: "Lineage",
    readsGraph: true,
    path: REF,
    query: featureSetsParams.omit({ ref: true }),
    queryText: PAGE,
    answers: { 200: { description: "A page of feature sets, newest first", body: featureSetsAnswer } },
  },
  "GET /api/v1/nodes/{ref}/members": {
    summary: "The columns of data, or what a party owns",
    tag: "Lineage",
    readsGraph: true,
    path: REF,
    query: membersParams.omit({ ref: true }),
    queryText: PAGE,
    answers: { 200: { description: "A page, by kind and then by name", body: membersAnswer } },
  },
  "GET /api/v1/graph": {
    summary: "What one thing is connected to",
    tag: "Lineage",
    readsGraph: true,
    query: graphParams,
    queryText: {
      ref: "Where to start",
      depth: "Steps from data to data",
      plane: "Instance for a batch, feature set, prediction or run, else definition, when absent",
      limit: NODE_LIMIT,
      from: "With `to`: all that was observed in this period",
      to: "The period's end, exclusive",
    },
    answers: { 200: { description: "Nodes nearest first, and the edges between them, in the direction of flow", body: graphAnswer } },
  },
  "GET /api/v1/paths": {
    summary: "All ways between two things",
    description: "Looked for in both directions. Each way is told from its beginning to its end in the direction of flow, shortest first.",
    tag: "Lineage",
    readsGraph: true,
    query: pathsParams,
    queryText: { from: "One of the two", to: "The other", plane: "Instance when both are instances, else definition, when absent", limit: "Ways at most" },
    answers: { 200: { description: "The ways, how many there are, and their nodes and edges", body: pathsAnswer } },
  },
  "GET /api/v1/overview": {
    summary: "The definition plane in groups",
    description:
      "Groups by namespace and kind, unless `group` says otherwise; largest first, what is smaller than the first `limit` in one. An edge stands for all links from data to data between two groups; a job version between two data is told by it. What you may not see is neither named nor counted.",
    tag: "Lineage",
    readsGraph: true,
    query: overviewParams.omit({ asOf: true }),
    queryText: { group: "What the members of a group share", limit: "Groups at most, besides the predictions and the rest" },
    answers: { 200: { description: "Groups and edges; `counts.total` is `inGroups` and `onEdges`", body: overviewAnswer } },
  },
  "GET /api/v1/graph/compare": {
    summary: "How what one thing is connected to differs between two instants",
    description: "The union of the graph at both, each node and edge with what became of it from `with` to `asOf`. What is not `removed` is the graph at `asOf`, what is not `added` the graph at `with`.",
    tag: "Lineage",
    readsGraph: true,
    query: comparisonParams,
    queryText: {
      ref: "Where to start",
      depth: "Steps from data to data",
      plane: "Instance for a batch, feature set, prediction or run, else definition, when absent",
      limit: NODE_LIMIT,
      with: "The instant that `asOf` is compared with",
    },
    answers: { 200: { description: "Nodes nearest first, and the edges between them, in the direction of flow", body: comparisonAnswer } },
  },
  "GET /api/v1/changes": {
    summary: "What changed in the lineage around one thing in a period",
    description: "Newest first. Without parameters: everywhere upstream, in the 24 hours before the thing happened, or before now. Of an instance the definitions behind it count, and all that was upstream of them in the period; with `plane=definition` only those, and failures.",
    tag: "Lineage",
    readsGraph: true,
    query: changesParams,
    queryText: {
      ref: "Where to start",
      depth: "Steps from data to data",
      plane: "Instance for a batch, feature set, prediction or run, else definition, when absent",
      limit: "Changes at most",
      from: "Changes later than this; 24 hours before `to` when absent",
      to: "Changes up to and with this; when absent the time of an instance, else `asOf`, else now",
    },
    answers: { 200: { description: "The changes, the newest first", body: changesAnswer } },
  },
  "GET /api/v1/graph/edge": {
    summary: "What an edge between two neighbours rests on",
    description: "When it was seen, why it is there, which job carries it, which columns it joins, and the runs and records that are its evidence. 404 also when no edge leads from the one to the other at that moment.",
    tag: "Lineage",
    readsGraph: true,
    query: edgeEvidenceParams,
    queryText: { from: "Where the edge begins", to: "Where it ends, in the direction of flow", plane: "Instance when one of the two is a batch, feature set, prediction or run, else definition, when absent", ...PAGE },
    answers: { 200: { description: "A page of runs, newest first, each with the records that told of it", body: edgeAnswer } },
  },
  "GET /api/v1/impact": {
    summary: "What is lost or degraded when these are gone",
    tag: "Lineage",
    readsGraph: true,
    query: impactParams,
    queryText: { ref: "What is gone; repeat it for a set", limit: NODE_LIMIT },
    answers: { 200: { description: "Everything downstream, each with its class", body: impactAnswer } },
  },
  "GET /api/v1/predictions/{id}/provenance": {
    summary: "What made a prediction",
    tag: "Lineage",
    readsGraph: true,
    path: { id: { description: "A reference, an id, or a trace id" } },
    answers: { 200: { description: "Model, feature sets, batches and runs, and what is missing", body: provenanceAnswer }, 409: { description: "Several namespaces have this id: see `candidates`" } },
  },
  "GET /api/v1/incidents": {
    summary: "Reported incidents",
    description: "Those whose target you may see, newest first.",
    tag: "Lineage",
    readsGraph: true,
    query: incidentsParams,
    queryText: { limit: "Results of a page", cursor: "`next` of the page before" },
    answers: { 200: { description: "`total` is exact", body: incidentsAnswer } },
  },
  "GET /api/v1/incidents/{id}": {
    summary: "One incident, with the predictions it names",
    tag: "Lineage",
    readsGraph: true,
    path: { id: { description: "An incident's id, or its reference" } },
    answers: { 200: { description: "As it was reported, by whom, and which predictions are meant", body: incidentAnswer } },
  },
  "GET /api/v1/gates/{ref}": {
    summary: "Whether a thing may be used",
    tag: "Lineage",
    path: REF,
    answers: { 200: { description: "Go", body: goAnswer }, 409: { description: "Halt, also when it is unknown or cannot be told", body: haltAnswer } },
  },
  "GET /api/v1/log/checkpoint": {
    summary: "The ledger's size and root, and how much of it is in the graph",
    tag: "Ledger",
    answers: { 200: { description: "RFC 6962", body: checkpointAnswer } },
  },
} satisfies Partial<Record<RouteKey, Operation>>;
