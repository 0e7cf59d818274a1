import type { Metadata } from "next";
import { askForPage } from "@/app/ask-for-page";
import { pageViewer } from "@/app/page-viewer";
import { ManyPredictions } from "@/components/incident/many-predictions";
import { NoPrediction } from "@/components/incident/no-prediction";
import { PredictionView } from "@/components/incident/prediction-view";
import { GraphAwayPage } from "@/components/shell/graph-away";
import { Shell } from "@/components/shell/shell";
import { may } from "@/lib/access/policy";
import { decodeSegment, predictionHref } from "@/lib/page-hrefs";
import { parseInstant } from "@/lib/time";
import { loadPrediction } from "./load-prediction";

type Props = { params: Promise<{ id: string }>; searchParams: Promise<Record<string, string | string[] | undefined>> };

const titleOf = (id: string): string => `Prediction ${id.split(":").at(-1) ?? id}`;

export async function generateMetadata(props: Props): Promise<Metadata> {
  return { title: titleOf(decodeSegment((await props.params).id).trim()) };
}

export default async function PredictionPage(props: Props) {
  const viewer = await pageViewer("lineage:read");
  const id = decodeSegment((await props.params).id).trim();
  const search = await props.searchParams;
  const one = (name: string) => (typeof search[name] === "string" ? search[name] : null);
  const asOf = one("asOf") !== null && parseInstant(one("asOf")!) !== null ? one("asOf") : null;
  const page = Number(one("page") ?? 1);
  const windows = { source: one("windows"), page: Number.isSafeInteger(page) && page > 0 ? page : 1 };

  const asked = await askForPage("prediction", () => loadPrediction(viewer, { id, asOf }));
  const hrefOf = (source: string | null, at: number): string => {
    const href = predictionHref(id, asOf);
    if (source === null) return `${href}#windows`;
    return `${href}${href.includes("?") ? "&" : "?"}${new URLSearchParams({ windows: source, ...(at > 1 ? { page: String(at) } : {}) }).toString()}#windows`;
  };
  return (
    <Shell viewer={viewer} current="incidents">
      {asked.why === "failed" && <GraphAwayPage title={titleOf(id)} away={asked.away}><p>The prediction’s records are in the ledger.</p></GraphAwayPage>}
      {asked.why === "unknown" && <NoPrediction id={id} others={[]} nearest={[]} now={null} />}
      {asked.found?.is === "path" && <PredictionView path={asked.found.path} asOf={asked.found.asOf} watermark={asked.found.watermark} windows={windows} hrefOf={hrefOf} mayReport={may(viewer, "incident:write")} />}
      {asked.found?.is === "many" && <ManyPredictions id={id} candidates={asked.found.candidates} total={asked.found.total} asOf={asOf} />}
      {asked.found?.is === "none" && <NoPrediction id={id} others={asked.found.others} nearest={asked.found.nearest} now={asOf === null ? null : predictionHref(id)} />}
    </Shell>
  );
}
