import type { Metadata } from "next";
import { askForPage } from "@/app/ask-for-page";
import { pageViewer } from "@/app/page-viewer";
import { IncidentsView } from "@/components/incident/incidents-view";
import { Shell } from "@/components/shell/shell";
import { findIncidents } from "@/graph/queries/find-incidents";
import { may } from "@/lib/access/policy";
import { canonicalRef } from "@/lib/lineage/node-ref";

const SHOWN = 50;

export const metadata: Metadata = { title: "Incidents" };

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function IncidentsPage(props: Props) {
  const viewer = await pageViewer("lineage:read");
  const search = await props.searchParams;
  const one = (name: string) => (typeof search[name] === "string" ? search[name] : null);
  const cursor = one("cursor");
  const ask = (from: string | null) => findIncidents(viewer, { limit: SHOWN, ...(from === null ? {} : { cursor: from }) });
  const asked = await askForPage("incidents", async () => {
    try {
      return await ask(cursor);
    } catch (error) {
      // an address that was cut or made up shows the first page
      if (cursor !== null && isRefusedCursor(error)) return ask(null);
      throw error;
    }
  });
  const target = one("target");
  const start = { target: target === null ? null : canonicalRef(target), prediction: one("prediction") ?? "", at: one("at") ?? "" };
  return (
    <Shell viewer={viewer} current="incidents">
      <IncidentsView answer={asked.found} away={asked.why === "failed" ? asked.away : null} isFirstPage={cursor === null} report={may(viewer, "incident:write") ? start : null} />
    </Shell>
  );
}

function isRefusedCursor(error: unknown): boolean {
  return typeof error === "object" && error !== null && "pointer" in error && error.pointer === "/cursor";
}
