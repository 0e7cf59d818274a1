import type { Metadata } from "next";
import { askForPage } from "@/app/ask-for-page";
import { pageViewer } from "@/app/page-viewer";
import { ImpactStart } from "@/components/impact/impact-start";
import { ImpactView } from "@/components/impact/impact-view";
import { UnknownNode } from "@/components/lineage/unknown-node";
import { GraphAwayPage } from "@/components/shell/graph-away";
import { Shell } from "@/components/shell/shell";
import { parseImpactView } from "@/lib/impact-view";
import { toSearchParams } from "@/lib/explorer-view";
import { refLabel } from "@/lib/lineage/ref-label";
import { impactHref } from "@/lib/page-hrefs";
import { loadImpact, loadSuggestions } from "./load-impact";

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export async function generateMetadata(props: Props): Promise<Metadata> {
  return { title: titleOf(parseImpactView(toSearchParams(await props.searchParams)).refs) };
}

function titleOf(refs: readonly string[]): string {
  const [only] = refs;
  return only === undefined ? "Impact" : refs.length === 1 ? `Impact of losing ${refLabel(only)}` : `Impact of losing ${refs.length} things`;
}

export default async function ImpactPage(props: Props) {
  const viewer = await pageViewer("lineage:read");
  const view = parseImpactView(toSearchParams(await props.searchParams));
  if (view.refs.length === 0) {
    const suggestions = await askForPage("impact suggestions", () => loadSuggestions(viewer));
    return <Shell viewer={viewer} current="impact" search={false}><ImpactStart suggestions={suggestions.found} away={suggestions.why === "failed" ? suggestions.away : null} /></Shell>;
  }
  const impact = await askForPage("impact", () => loadImpact(viewer, view));
  return (
    <Shell viewer={viewer} current="impact">
      {impact.why === null && <ImpactView view={view} impact={impact.found} />}
      {impact.why === "unknown" && <UnknownNode nodeRef={view.refs.join("\n")} now={view.asOf === null ? null : impactHref(view.refs)} />}
      {impact.why === "failed" && (
        <GraphAwayPage title={titleOf(view.refs)} away={impact.away}><p>What depends on {view.refs.map(refLabel).join(", ")} could not be asked. It is not known to be nothing.</p></GraphAwayPage>
      )}
    </Shell>
  );
}
