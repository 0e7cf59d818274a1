import type { Metadata } from "next";
import { Explorer } from "@/components/lineage/explorer";
import { LineageStart } from "@/components/lineage/lineage-start";
import { UnknownNode } from "@/components/lineage/unknown-node";
import { Shell } from "@/components/shell/shell";
import { askForPage } from "@/app/ask-for-page";
import { pageViewer } from "@/app/page-viewer";
import { parseExplorerView, toSearchParams, type ExplorerView } from "@/lib/explorer-view";
import { parseNodeRef } from "@/lib/lineage/node-ref";
import { lineageHref } from "@/lib/page-hrefs";
import { withMarks } from "./load-marks";
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
  const { ref } = view;
  if (ref === null) return <Shell viewer={viewer} current="lineage" search={false}><LineageStart /></Shell>;

  const picture = await askForPage("lineage", async () => withMarks(viewer, await loadPicture(viewer, { ...view, ref })));
  return (
    <Shell viewer={viewer} current="lineage">
      {picture.why === "unknown"
        ? <UnknownNode nodeRef={ref} now={view.asOf === null ? null : lineageHref(ref)} />
        : <Explorer view={{ ...view, ref }} picture={picture.found} failedAt={picture.why === "failed" ? picture.at : null} />}
    </Shell>
  );
}
