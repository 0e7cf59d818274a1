import "server-only";
import { z } from "zod";
import { readQuery } from "@/graph/read-query";
import { maySee, type Viewer } from "@/lib/access/viewer";
import { AppError } from "@/lib/errors";
import { nodeFields, nodeRow, type NodeRow } from "./node-fields";
import { maySeeIncidentOf } from "./seen";

const lookUp = readQuery({
  name: "nodes-by-ref",
  params: z.object({ refs: z.array(z.string()) }),
  row: nodeRow,
  // a run's reference is also its steps', and a source's its declarations': the node itself speaks for them
  cypher: `
    UNWIND $refs AS wanted
    MATCH (n:Node {ref: wanted}) WHERE NOT n:Step AND NOT n:Declaration
    RETURN ${nodeFields("n")} ORDER BY key DESC`,
});

/** Nodes by reference; of several runs with one reference the one whose job comes first. */
export async function findBriefs(refs: readonly string[]): Promise<Map<string, NodeRow>> {
  return new Map((await lookUp({ refs: [...refs] })).map((row) => [row.ref, row]));
}

const partyOf = readQuery({
  name: "party-is-seen",
  params: z.object({ ref: z.string(), namespaces: z.array(z.string()) }),
  row: z.object({ isSeen: z.boolean() }),
  cypher: `
    MATCH (party:Node {key: $ref})
    RETURN EXISTS { MATCH (party)<-[:OWNED_BY|OPERATED_BY]-(n:Node) WHERE n.namespace IN $namespaces } AS isSeen`,
});

const targetOf = readQuery({
  name: "target-of-incident",
  params: z.object({ ref: z.string() }),
  row: z.object({ target: z.string().nullable() }),
  cypher: "MATCH (incident:Node {key: $ref}) RETURN incident.target AS target",
});

/** True for what is in the viewer's namespaces, for who owns or runs something there, and for an incident about something there. */
export async function isSeen(viewer: Viewer, node: { ref: string; kind: string; namespace: string }): Promise<boolean> {
  if (node.kind === "incident") return viewer.namespaces === null || maySeeIncidentOf(viewer, (await targetOf({ ref: node.ref }))[0]?.target ?? "");
  if (maySee(viewer, node.namespace)) return true;
  if (node.kind !== "party" || viewer.namespaces === null) return false;
  return (await partyOf({ ref: node.ref, namespaces: [...viewer.namespaces] }))[0]?.isSeen ?? false;
}

/** @throws AppError `not_found`, the same whether the reference is unknown or the viewer may not see it. */
export async function getStart(viewer: Viewer, ref: string): Promise<NodeRow> {
  const row = (await findBriefs([ref])).get(ref);
  if (!row || !(await isSeen(viewer, row))) throw notFound();
  return row;
}

/** A node that a caller has already found, and knows that its viewer may see it. */
export type KnownNode = { key: string; kind: string };

export function notFound(): AppError {
  return new AppError("not_found", "There is nothing here under this reference that you may see.");
}
