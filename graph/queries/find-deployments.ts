import "server-only";
import { z } from "zod";
import { readQuery } from "@/graph/read-query";
import type { Viewer } from "@/lib/access/viewer";
import { STILL } from "@/lib/time";
import { maskFor } from "./find-graph";
import { holdsAt, instantText, lastOf, momentValues, type Moment } from "./moment";

/** Where a model version runs or ran: `to` is `null` while it does. `ref` is `null` for what may not be seen. */
export type DeploymentSpan = { ref: string | null; from: string | null; to: string | null };

const readSpans = readQuery({
  name: "deployments-of-model",
  params: z.object({ key: z.string(), last: z.int(), held: z.string(), from: z.int(), to: z.int() }),
  row: z.object({ ref: z.string(), validFrom: z.number(), validTo: z.number(), holds: z.boolean() }),
  cypher: ({ held }) => `
    MATCH (:Node {key: $key})-[e:FEEDS|FED {rel: 'serves'}]->(d:Deployment) WHERE e.validFrom <= $last
    RETURN d.ref AS ref, e.validFrom AS validFrom, e.validTo AS validTo, ${held} AS holds ORDER BY validFrom DESC, ref LIMIT 50`,
});

/** The deployments that a model version runs in at a moment, and those it ran in before: the latest first, 50 at most. */
export async function deploymentsOfModel(viewer: Viewer, key: string, moment: Moment): Promise<DeploymentSpan[]> {
  const rows = await readSpans({ key, last: lastOf(moment), held: moment.when === "now" ? "type(e) = 'FEEDS'" : holdsAt(moment, "e"), ...momentValues(moment) });
  const mask = maskFor(viewer);
  return rows.map(({ ref, validFrom, validTo, holds }) => ({ ref: mask.optional(ref), from: instantText(validFrom), to: holds || validTo >= STILL ? null : instantText(validTo) }));
}
