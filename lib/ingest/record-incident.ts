import { randomUUID } from "node:crypto";
import { z } from "zod";
import { maySee, type Viewer } from "@/lib/access/viewer";
import { canonicalDigest } from "@/lib/canonical-json";
import { AppError } from "@/lib/errors";
import { instant, nonEmpty, reference } from "@/lib/events/event-parts";
import type { Receipt } from "@/lib/ledger/ledger";
import { parseNodeRef } from "@/lib/lineage/node-ref";
import { parseInstant } from "@/lib/time";
import type { RecordingServices } from "./record-retraction";

const period = z
  .object({ from: instant, to: instant })
  .refine(({ from, to }) => (parseInstant(from) ?? 0) <= (parseInstant(to) ?? 0), { message: "ends before it starts", path: ["to"] });

/** `POST /incidents`: what went wrong, where and when. Further properties are kept. */
export const incidentSchema = z.looseObject({
  title: nonEmpty,
  target: reference,
  metric: nonEmpty.optional(),
  direction: z.enum(["high", "low"]).optional(),
  window: period,
  reference: period.optional(),
  predictions: z.array(nonEmpty).optional(),
});
export type IncidentReport = z.infer<typeof incidentSchema>;

/**
 * Records an incident. `id` in the answer is the incident's; the record's own id is `incident:<id>`.
 * @throws AppError `not_found` with a pointer when the target is not to be seen; what `Ledger.append` throws
 */
export async function recordIncident({ ledger, subjectsOf, nudge }: RecordingServices, viewer: Viewer, report: IncidentReport): Promise<Omit<Receipt, "duplicate">> {
  const namespace = parseNodeRef(report.target)?.namespace;
  if (namespace !== undefined && !maySee(viewer, namespace)) throw new AppError("not_found", "The target is not known.", { pointer: "/target" });
  const id = randomUUID();
  const event = { ...report, id };
  const identity = { id: `incident:${id}`, contentDigest: canonicalDigest(event), kind: "incident", type: "incident" } as const;
  const { subject, about } = subjectsOf({ ...identity, event });
  const { sequence, leafHash } = await ledger.append({
    ...identity,
    subject,
    about,
    actor: viewer.id,
    bytes: Buffer.from(JSON.stringify(event)),
    mediaType: "application/json",
  });
  nudge();
  return { id, sequence, leafHash };
}
