import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { askForPage } from "@/app/ask-for-page";
import { pageViewer } from "@/app/page-viewer";
import { UnknownNode } from "@/components/lineage/unknown-node";
import { NodePage } from "@/components/nodes/node-page";
import { GraphAwayPage } from "@/components/shell/graph-away";
import { Shell } from "@/components/shell/shell";
import { toSearchParams } from "@/lib/explorer-view";
import { canonicalRef, parseNodeRef } from "@/lib/lineage/node-ref";
import { refLabel } from "@/lib/lineage/ref-label";
import { incidentHref, nodeHref } from "@/lib/page-hrefs";
import { formatInstant, parseInstant } from "@/lib/time";
import { loadNodePage } from "./load-node-page";

type Props = { params: Promise<{ ref: string }>; searchParams: Promise<Record<string, string | string[] | undefined>> };

/** The reference in the address. A page's parameters come encoded; what cannot be decoded, or is no reference, names nothing. */
async function refOf(props: Props): Promise<{ text: string; ref: string | null }> {
  const { ref } = await props.params;
  try {
    const text = decodeURIComponent(ref);
    return { text, ref: canonicalRef(text) };
  } catch {
    return { text: ref, ref: null };
  }
}

export async function generateMetadata(props: Props): Promise<Metadata> {
  const { ref } = await refOf(props);
  return { title: ref === null ? "Unknown" : refLabel(ref) };
}

export default async function NodeAddressPage(props: Props) {
  const viewer = await pageViewer("lineage:read");
  const { text, ref } = await refOf(props);
  const params = toSearchParams(await props.searchParams);
  const at = parseInstant(params.get("asOf") ?? "");
  const asOf = at === null ? null : formatInstant(at);
  const unknown = <UnknownNode nodeRef={text} now={ref === null || asOf === null ? null : nodeHref(ref)} />;
  if (ref === null) return <Shell viewer={viewer} current="registry">{unknown}</Shell>;

  const parsed = parseNodeRef(ref)!;
  if (parsed.kind === "incident") redirect(incidentHref(parsed.name.join("/")));

  const as = params.get("as");
  const view = { ref, tab: params.get("tab"), cursor: params.get("cursor"), as: as === "wrote" || as === "read" ? as : null, asOf } as const;
  const asked = await askForPage("node", () => loadNodePage(viewer, view));
  return (
    <Shell viewer={viewer} current="registry">
      {asked.found ? <NodePage content={asked.found} /> : asked.why === "failed" ? <GraphAwayPage title={refLabel(ref)} away={asked.away} /> : unknown}
    </Shell>
  );
}
