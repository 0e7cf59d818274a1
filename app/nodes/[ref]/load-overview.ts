import "server-only";
import type { Consumed, Overview } from "@/components/nodes/node-page-content";
import { findBatches, findBatchesBeside } from "@/graph/queries/find-batches";
import { deploymentsOfModel } from "@/graph/queries/find-deployments";
import { needsOfFeatures } from "@/graph/queries/find-feature-needs";
import { findGraph, maskFor, type GraphAnswer } from "@/graph/queries/find-graph";
import { toFacts } from "@/graph/queries/to-facts";
import { predictionsByDay } from "@/graph/queries/find-predictions";
import { findPredictionSources } from "@/graph/queries/find-prediction-sources";
import { changesOfDeployment, pointsOfBatch } from "@/graph/queries/find-recorded-details";
import { findRunRelatives } from "@/graph/queries/find-run-relatives";
import { clockAt, toMoment } from "@/graph/queries/moment";
import { thingsByRef } from "@/graph/queries/provenance-things";
import type { Viewer } from "@/lib/access/viewer";
import type { Side } from "@/lib/explorer-view";
import { JsonView } from "@/lib/json-view";
import type { NodeAnswer } from "@/lib/lineage/node-answer";
import { nearNodes, type NearNodes } from "@/lib/lineage/near-nodes";
import { parseInstant } from "@/lib/time";

type When = { asOf?: string };

/** Neighbours read at most, on each side. */
const NEAR = 200;
const DAYS = 30;

/** What the overview of a node shows beyond its facts and its lists, by its kind. */
export async function loadOverview(viewer: Viewer, node: NodeAnswer, when: When): Promise<Overview> {
  switch (node.kind) {
    case "model": return node.ref.startsWith("model:") ? modelOverview(viewer, node, when) : dataOverview(viewer, node, when);
    case "source":
    case "dataset":
    case "featuregroup": return dataOverview(viewer, node, when);
    case "feature": return { kind: "feature", ...(await bothSides(viewer, node, when)), needs: (await needsOfFeatures([node.ref])).get(node.ref) ?? new Map() };
    case "column":
    case "jobversion": return { kind: "flow", ...(await bothSides(viewer, node, when)) };
    case "batch": return batchOverview(viewer, node, when);
    case "run": return { kind: "run", ...(await bothSides(viewer, node, when)), relatives: await findRunRelatives(viewer, `${node.ref}#${node.job}`) };
    case "deployment": return deploymentOverview(node, when);
    case "prediction": return { kind: "prediction", sources: await findPredictionSources(viewer, node.ref) };
    default: return { kind: "plain" };
  }
}

async function side(viewer: Viewer, node: NodeAnswer, direction: Side, when: When): Promise<NearNodes> {
  return nearNodes(await findGraph(viewer, { ref: node.ref, direction, depth: 1, limit: NEAR, ...when }), node.ref, direction);
}

async function bothSides(viewer: Viewer, node: NodeAnswer, when: When): Promise<{ upstream: NearNodes; downstream: NearNodes }> {
  const [upstream, downstream] = await Promise.all([side(viewer, node, "upstream", when), side(viewer, node, "downstream", when)]);
  return { upstream, downstream };
}

async function dataOverview(viewer: Viewer, node: NodeAnswer, when: When): Promise<Overview> {
  const [sides, latest] = await Promise.all([bothSides(viewer, node, when), findBatches(viewer, { ref: node.ref, limit: 1, ...when }, { key: node.ref, kind: node.kind })]);
  const batch = latest.results[0];
  const facts = batch === undefined ? undefined : await factsOf(viewer, batch.ref);
  return { kind: "data", ...sides, latest: batch === undefined || facts === undefined ? null : { ref: batch.ref, facts } };
}

async function factsOf(viewer: Viewer, ref: string): Promise<unknown> {
  const found = (await thingsByRef([ref])).get(ref);
  return found && toFacts(found.facts, maskFor(viewer));
}

async function batchOverview(viewer: Viewer, node: NodeAnswer, when: When): Promise<Overview> {
  const facts = new JsonView(node.facts);
  const digest = facts.at("digest").text();
  const [sides, beside] = await Promise.all([bothSides(viewer, node, when), findBatchesBeside(viewer, node.ref)]);
  const points = digest !== null && (facts.at("pointCount").number() ?? 0) > 1 ? pointsOfBatch(node.ref, digest) : [];
  return { kind: "batch", ...sides, beside, points };
}

async function deploymentOverview(node: NodeAnswer, when: When): Promise<Overview> {
  const clock = clockAt(toMoment({ asOf: instantOf(when) }));
  return { kind: "deployment", days: await predictionsByDay(node.ref, clock, DAYS), lastDay: dayOf(clock), changes: changesOfDeployment(node.ref) };
}

async function modelOverview(viewer: Viewer, node: NodeAnswer, when: When): Promise<Overview> {
  const moment = toMoment({ asOf: instantOf(when) });
  const clock = clockAt(moment);
  const at = node.at ?? "";
  const previous = node.versions.items.find((it) => it.state !== "missing" && (it.at ?? "") < at);
  const following = [...node.versions.items].reverse().find((it) => it.state !== "missing" && (it.at ?? "") > at);
  const [graph, deployments, days, before] = await Promise.all([
    findGraph(viewer, { ref: node.ref, direction: "upstream", depth: 2, limit: 1000, ...when }),
    deploymentsOfModel(viewer, node.ref, moment),
    predictionsByDay(node.ref, clock, DAYS),
    previous === undefined ? undefined : factsOf(viewer, previous.ref),
  ]);
  return {
    kind: "model",
    consumes: await consumedBy(node.ref, graph),
    previous: previous === undefined ? null : { ref: previous.ref, version: previous.version ?? "", facts: before ?? {} },
    following: following?.ref ?? null,
    deployments,
    days,
    lastDay: dayOf(clock),
  };
}

/** What is next upstream of a model version, each with what feeds it. */
async function consumedBy(model: string, graph: GraphAnswer): Promise<Consumed[]> {
  const direct = nearNodes({ ...graph, nodes: graph.nodes.filter(({ distance }) => distance <= 1) }, model, "upstream").items;
  const needs = await needsOfFeatures(direct.flatMap(({ ref }) => (ref?.startsWith("feature:") ? [ref] : [])));
  return direct.map((item) => {
    const makers = new Set(graph.edges.filter(({ to }) => to === item.id).map(({ from }) => from));
    // what feeds a feature stands before the job version that makes it
    const feeders = new Set(graph.edges.filter(({ to }) => makers.has(to)).map(({ from }) => from));
    const sources = graph.nodes.flatMap((node) => {
      const id = node.ref ?? node.id;
      if (!feeders.has(id) || (node.ref !== null && node.kind === "jobversion")) return [];
      return [{ ref: node.ref, kind: node.ref === null ? null : node.kind, need: (item.ref !== null && node.ref !== null ? needs.get(item.ref)?.get(node.ref) : undefined) ?? null }];
    });
    return { ...item, sources };
  });
}

function instantOf({ asOf }: When): number | undefined {
  return asOf === undefined ? undefined : (parseInstant(asOf) ?? undefined);
}

function dayOf(clock: number): string {
  return new Date(clock / 1000).toISOString().slice(0, 10);
}
