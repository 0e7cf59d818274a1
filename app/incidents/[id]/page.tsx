import type { Metadata } from "next";
import { askForPage } from "@/app/ask-for-page";
import { pageViewer } from "@/app/page-viewer";
import { IncidentView } from "@/components/incident/incident-view";
import { UnknownNode } from "@/components/lineage/unknown-node";
import { GraphAwayPage } from "@/components/shell/graph-away";
import { Shell } from "@/components/shell/shell";
import { findIncident } from "@/graph/queries/find-incidents";
import { decodeSegment } from "@/lib/page-hrefs";

export const metadata: Metadata = { title: "Incident" };

export default async function IncidentPage(props: { params: Promise<{ id: string }> }) {
  const viewer = await pageViewer("lineage:read");
  const id = decodeSegment((await props.params).id);
  const asked = await askForPage("incident", () => findIncident(viewer, { id }));
  return (
    <Shell viewer={viewer} current="incidents">
      {asked.why === "failed" && <GraphAwayPage title="Incident" away={asked.away}><p>The report is in the ledger.</p></GraphAwayPage>}
      {asked.why === "unknown" && <UnknownNode nodeRef={id} now={null} />}
      {asked.found && <IncidentView incident={asked.found} watermark={asked.found.watermark} />}
    </Shell>
  );
}
