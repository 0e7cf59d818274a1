import "server-only";
import { toProjectable } from "@/graph/projector/ledger-source";
import { services } from "@/graph/services";
import { JsonView } from "@/lib/json-view";

/** What the graph does not keep of a record, read in the ledger for a thing that the graph confirms: a retracted record's is never given. */
const RECORDS_READ = 200;

/** The contents of the newest records of a type that are about a node, newest first. */
function contentsOf(key: string, type: string): JsonView[] {
  const { ledger } = services();
  return ledger.recordsAbout(key, { limit: RECORDS_READ }).flatMap((sequence) => {
    const record = ledger.read(sequence);
    return record?.type === type ? [new JsonView(toProjectable(record).event).at("data")] : [];
  });
}

export type Points = { field: string; values: (number | null)[] }[];
const MAX_POINTS = 300;

/** The points of a batch, field by field, at most 300 of each; `digest` is the one that the graph has for it. */
export function pointsOfBatch(key: string, digest: string): Points {
  const content = contentsOf(key, "dev.headwater.batch.recorded.v1").find((it) => it.at("digest").text() === digest);
  const points = content?.at("points").list().slice(0, MAX_POINTS) ?? [];
  const fields = [...new Set(points.flatMap((point) => point.entries().map(([name]) => name)))].filter((name) => name !== "at").sort();
  return fields.map((field) => ({ field, values: points.map((point) => point.at(field).number()) }));
}

export type DeploymentChange = { at: string | null; action: string | null; by: string | null; reason: string | null };

/** The recorded changes of a deployment, newest first. Match them with the states that the graph knows. */
export function changesOfDeployment(key: string): DeploymentChange[] {
  return contentsOf(key, "dev.headwater.deployment.changed.v1").map((it) => ({
    at: it.at("at").text(), action: it.at("action").text(), by: it.at("by").text(), reason: it.at("reason").text(),
  }));
}
