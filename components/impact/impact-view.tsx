import { ShieldCheck, X } from "lucide-react";
import Link from "next/link";
import { counted, formatCount, formatMean, formatUtc } from "@/components/format";
import { KindGlyph } from "@/components/lineage/kind-glyph";
import { GraphDoubt } from "@/components/lineage/graph-doubt";
import { PageHead } from "@/components/shell/page-head";
import { buttonClass } from "@/components/ui/button";
import { CopyAddress } from "@/components/ui/copy-address";
import { Notice } from "@/components/ui/notice";
import type { ImpactView as View } from "@/lib/impact-view";
import type { ImpactPicture } from "@/lib/layout/impact-picture";
import type { Watermark } from "@/lib/layout/picture";
import type { ImpactClass } from "@/lib/lineage/impact-classes";
import { hasImpact, parseNodeRef, type NodeKind } from "@/lib/lineage/node-ref";
import { refLabel } from "@/lib/lineage/ref-label";
import { impactHref, lineageHref } from "@/lib/page-hrefs";
import { AddGone } from "./add-gone";
import { ImpactAside } from "./impact-aside";
import { ImpactExplorer } from "./impact-explorer";
import { ImpactTime } from "./impact-time";
import { sharesText, summarise, type ImpactRow, type ImpactSummary } from "./impact-summary";

export type Gone = { ref: string; kind: NodeKind | null; state: string | null };
export type Impact = ImpactPicture & {
  gone: Gone[];
  rows: ImpactRow[];
  classes: Record<ImpactClass, number>;
  definitions: { total: number; unaffected: number };
  graphDigest: string;
  counts: { total: number; shown: number; hiddenByLimit: number; hiddenByAccess: number };
  watermark: Watermark;
};

/** What the loss of some things does: the answer first, then why, then who has to know. Nothing is changed by looking. */
export function ImpactView({ view, impact }: { view: View; impact: Impact }) {
  const { gone, rows, counts, watermark, classes, definitions, graphDigest, picture, drawn } = impact;
  const [first] = gone;
  const summary = summarise(rows);
  return (
    <main id="main" className="grid min-h-[calc(100dvh-48px)] grid-cols-[minmax(0,1fr)] grid-rows-[auto_1fr_auto]">
      <div>
        <PageHead
          glyph={gone.length === 1 && first ? <KindGlyph kind={first.kind} state={first.state} size={24} /> : undefined}
          title={`Impact of losing ${gone.length === 1 && first ? refLabel(first.ref) : counted(gone.length, "thing")}`}
          note={<>Dry run{view.asOf ? <>, as of {formatUtc(view.asOf)} UTC</> : ", as of now"}. Nothing has changed.</>}
          actions={
            <>
              {gone.length === 1 && first && <Link href={lineageHref(first.ref, view.asOf)} className={buttonClass()}>Lineage</Link>}
              <AddGone refs={view.refs} asOf={view.asOf} />
              <CopyAddress />
            </>
          }
        />
        {gone.length > 1 && (
          <ul aria-label="Lost together" className="flex flex-wrap gap-2 border-b border-line bg-surface px-6 py-2 narrow:px-3">
            {gone.map(({ ref, kind, state }) => (
              <li key={ref} className="flex h-8 max-w-full items-center gap-2 rounded border border-line-strong pl-2 text-12 narrow:h-10">
                <KindGlyph kind={kind} state={state} size={16} />
                <Link href={impactHref([ref], view.asOf)} className="min-w-0 truncate font-medium hover:text-accent hover:underline">{refLabel(ref)}</Link>
                <Link href={impactHref(view.refs.filter((it) => it !== ref), view.asOf)} aria-label={`Keep ${refLabel(ref)}`} title="Keep it" className="grid h-full w-8 place-items-center rounded text-ink-3 hover:bg-sunken hover:text-ink"><X size={14} strokeWidth={1.75} aria-hidden /></Link>
              </li>
            ))}
          </ul>
        )}
        <GraphDoubt watermark={watermark} what="depend on it too" />
      </div>
      {counts.total === 0
        ? <NothingDepends gone={gone} definitions={definitions} asOf={view.asOf} />
        : (
          <ImpactExplorer
            key={[...view.refs, view.asOf].join(" ")}
            view={view} rows={rows} picture={picture} drawn={drawn} classes={classes} definitions={definitions} counts={counts}
            facts={<Facts summary={summary} partial={counts.hiddenByLimit > 0 || counts.hiddenByAccess > 0} rows={rows.length} />}
            aside={<ImpactAside summary={summary} graphDigest={graphDigest} asOf={view.asOf} recordedAt={watermark.recordedAt} />}
          />
        )}
      <ImpactTime view={view} watermark={watermark} />
    </main>
  );
}

function Facts({ summary, partial, rows }: { summary: ImpactSummary; partial: boolean; rows: number }) {
  const deployments = { lost: 0, degraded: 0, doubtful: 0 };
  for (const row of summary.deployments) deployments[row.class]++;
  const byModels = sharesText(summary.byModels, formatMean);
  return (
    <dl className="figures grid min-w-0 flex-1 grid-cols-[minmax(0,1fr)_auto] content-center gap-x-4 gap-y-2 px-4 py-3 text-12 narrow:px-3 *:[dd]:text-right *:[dt]:text-ink-3">
      <dt>Predictions a day</dt><dd>{sharesText(summary.byDeployments, formatMean) ?? "none"}</dd>
      {byModels && <><dt>by versions not deployed now</dt><dd className="text-ink-2">{byModels}</dd></>}
      <dt>Live deployments</dt><dd>{sharesText(deployments, formatCount) ?? "none"}</dd>
      <dt>Owners to tell</dt><dd>{formatCount(summary.owners.length)}</dd>
      {partial && <dt className="col-span-2">Of the {formatCount(rows)} that are listed</dt>}
    </dl>
  );
}

/** Nothing is downstream: said with what was looked at, so that it is no false comfort. */
function NothingDepends({ gone, definitions, asOf }: { gone: readonly Gone[]; definitions: { total: number; unaffected: number }; asOf: string | null }) {
  const instances = gone.filter(({ ref }) => !hasImpact(parseNodeRef(ref)!));
  const groups = gone.filter(({ kind }) => kind === "featuregroup");
  return (
    <div className="dotted grid place-items-center p-6 narrow:p-3">
      <div className="w-full max-w-md rounded border border-line bg-surface p-4">
        {instances.length === gone.length ? (
          <Notice icon={<ShieldCheck size={20} strokeWidth={1.75} aria-hidden />} title="Impact is asked of definitions" actions={<Link href={lineageHref(gone[0]?.ref ?? "", asOf)} className={buttonClass()}>Lineage</Link>}>
            What happened once, such as a batch, a run or a prediction, has no impact of its own. Its lineage shows what came of it.
          </Notice>
        ) : (
          <Notice icon={<ShieldCheck size={20} strokeWidth={1.75} aria-hidden />} title={asOf ? "Nothing depended on it" : "Nothing depends on it"} actions={<Link href={lineageHref(gone[0]?.ref ?? "", asOf)} className={buttonClass()}>Lineage</Link>}>
            <p>{formatCount(definitions.unaffected)} of {formatCount(definitions.total)} definitions that you may see are unaffected. Recorded lineage was followed, also over what you may not see. What no pipeline has reported is not in it.</p>
            {groups.length > 0 && <p className="mt-2">A feature group is no step of its own: ask for its features instead.</p>}
          </Notice>
        )}
      </div>
    </div>
  );
}
