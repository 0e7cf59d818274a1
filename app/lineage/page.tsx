import type { Metadata } from "next";
import { Explorer } from "@/components/lineage/explorer";
import { LineageStart } from "@/components/lineage/lineage-start";
import { UnknownNode } from "@/components/lineage/unknown-node";
import { Shell } from "@/components/shell/shell";
import { pageViewer } from "@/app/page-viewer";
import type { Viewer } from "@/lib/access/viewer";
import { AppError } from "@/lib/errors";
import { parseExplorerView, toSearchParams, type ExplorerView } from "@/lib/explorer-view";
import type { Picture } from "@/lib/layout/picture";
import { parseNodeRef } from "@/lib/lineage/node-ref";
import { log } from "@/lib/log";
import { formatInstant, nowMicros } from "@/lib/time";
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

type Loaded = { picture: Picture } | { picture: null; why: "unknown" | "failed" };

async function load(viewer: Viewer, view: ExplorerView & { ref: string }): Promise<Loaded> {
  try {
    return { picture: await loadPicture(viewer, view) };
  } catch (error) {
    if (error instanceof AppError && error.code === "not_found") return { picture: null, why: "unknown" };
    if (error instanceof AppError && (error.code === "unavailable" || error.code === "timed_out")) {
      log.warn("a lineage page was not answered", { ref: view.ref, code: error.code });
      return { picture: null, why: "failed" };
    }
    throw error;
  }
}

export default async function LineagePage(props: Props) {
  const viewer = await pageViewer("lineage:read");
  const view = await viewOf(props);
  const { ref } = view;
  if (ref === null) return <Shell viewer={viewer} current="lineage" search={false}><LineageStart /></Shell>;

  const loaded = await load(viewer, { ...view, ref });
  const unknown = loaded.picture === null && loaded.why === "unknown";
  return (
    <Shell viewer={viewer} current="lineage">
      {unknown ? <UnknownNode nodeRef={ref} asOf={view.asOf} /> : <Explorer view={{ ...view, ref }} picture={loaded.picture} failedAt={loaded.picture ? null : formatInstant(nowMicros())} />}
    </Shell>
  );
}
