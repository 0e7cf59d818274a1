import type { Metadata } from "next";
import { Explorer } from "@/components/lineage/explorer";
import { OverviewEmpty } from "@/components/lineage/overview-empty";
import { UnknownNode } from "@/components/lineage/unknown-node";
import { Shell } from "@/components/shell/shell";
import { askForPage } from "@/app/ask-for-page";
import { pageViewer } from "@/app/page-viewer";
import { parseExplorerView, toSearchParams, type ExplorerView } from "@/lib/explorer-view";
import { parseNodeRef } from "@/lib/lineage/node-ref";
import { lineageHref } from "@/lib/page-hrefs";
import { loadComparison } from "./load-comparison";
import { loadMoments } from "./load-moments";
import { loadOverview } from "./load-overview";
import { loadPicture } from "./load-picture";

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

async function viewOf(props: Props): Promise<ExplorerView> {
  return parseExplorerView(toSearchParams(await props.searchParams));
}

export async function generateMetadata(props: Props): Promise<Metadata> {
  const { ref } = await viewOf(props);
  const parsed = ref === null ? null : parseNodeRef(ref);
  return { title: parsed ? `Lineage of ${parsed.name.join("/")}${parsed.version ? `@${parsed.version}` : ""}` : "Lineage" };
}

export default async function LineagePage(props: Props) {
  const viewer = await pageViewer("lineage:read");
  const view = await viewOf(props);
  const { ref, compare } = view;
  if (ref === null) {
    const overview = await askForPage("overview", () => loadOverview(viewer, view));
    const isEmpty = overview.found !== null && overview.found.nodes.length === 0;
    return (
      <Shell viewer={viewer} current="lineage">
        {isEmpty
          ? <OverviewEmpty asOf={view.asOf} seesNone={viewer.namespaces?.length === 0} seesAll={viewer.namespaces === null} />
          : <Explorer view={view} loaded={overview.found && { picture: overview.found, facets: null, ways: null }} moments={null} away={overview.why === "failed" ? overview.away : null} />}
      </Shell>
    );
  }

  const picture = await askForPage("lineage", () => (compare === null ? loadPicture(viewer, { ...view, ref }) : loadComparison(viewer, { ...view, ref, compare })));
  // they come when they come: the picture does not wait for the moments at which it changed
  const moments = picture.found === null ? null : loadMoments(viewer, { ...view, ref }, picture.found.picture);
  return (
    <Shell viewer={viewer} current="lineage">
      {picture.why === "unknown"
        ? <UnknownNode nodeRef={ref} now={view.asOf === null ? null : lineageHref(ref)} />
        : <Explorer view={view} loaded={picture.found} moments={moments} away={picture.why === "failed" ? picture.away : null} />}
    </Shell>
  );
}
