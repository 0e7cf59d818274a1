import { canonicalRef, formatRef } from "@/lib/lineage/node-ref";
import type { Contribution } from "./fold";
import { headwaterContributions } from "./headwater-contributions";
import { openLineageContributions } from "./open-lineage-contributions";
import type { ProjectableRecord } from "./record";

/**
 * What a record says, subject by subject. Pure: the same record always says the same. A retraction says nothing of its own: it
 * takes away what others said. A change of people or tokens says nothing of lineage.
 */
export function contributionsOf(record: ProjectableRecord): Contribution[] {
  switch (record.kind) {
    case "openlineage": return openLineageContributions(record);
    case "cloudevent": return headwaterContributions(record);
    case "incident": return incidentContributions(record);
    case "retraction":
    case "access":
      return [];
  }
}

function incidentContributions(record: ProjectableRecord): Contribution[] {
  const incident = record.event as { id: string; target: string };
  return [
    {
      subject: formatRef("incident", "-", incident.id),
      claims: { incident: { ...incident, target: canonicalRef(incident.target) ?? incident.target } },
      least: { firstAt: record.recordedAt },
    },
  ];
}
