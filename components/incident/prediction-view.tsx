import { Network } from "lucide-react";
import Link from "next/link";
import { KindGlyph } from "@/components/lineage/kind-glyph";
import { PageBody, PageHead } from "@/components/shell/page-head";
import { WatermarkLine } from "@/components/lineage/time-bar";
import { buttonClass } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { Instant } from "@/components/ui/instant";
import { Mark, Pill } from "@/components/ui/mark";
import { Panel } from "@/components/ui/panel";
import { lineageHref, nodeHref, recordHref } from "@/lib/page-hrefs";
import type { Watermark } from "@/lib/layout/picture";
import type { PredictionPath } from "@/lib/lineage/prediction-path";
import { outputWords } from "./output-words";
import { ChangesPanel, FailuresNote, GapsPanel, RunsPanel, TimelinePanel, TrainingPanel, TRUST_WORDS, TrustPanel, ValuesPanel } from "./path-panels";
import { PathStages } from "./path-stages";
import { refName } from "./path-words";
import { WindowsPanel, type WindowsView } from "./windows-panel";

/** One prediction and what made it: the answer first, then the path, then the evidence. */
export function PredictionView({ path, asOf, watermark, windows, hrefOf, mayReport }: {
  path: PredictionPath;
  asOf: string | null;
  watermark: Watermark;
  windows: WindowsView;
  hrefOf: (source: string | null, page: number) => string;
  mayReport: boolean;
}) {
  const words = outputWords(path.output);
  const trust = TRUST_WORDS[path.trusted];
  const { model, deployment, record } = path;
  return (
    <main id="main">
      <PageHead
        glyph={<KindGlyph kind="prediction" state={path.state} size={32} />}
        title={words ? <span className="text-24">{words.answer}{words.verdict && `, ${words.verdict}`}</span> : path.state === "missing" ? "Expected, never seen" : "No output recorded"}
        marks={
          <>
            {words && <span className="self-end pb-1 text-12 text-ink-3">{[words.term, ...words.rest.filter(([, text]) => text.length <= 24).slice(0, 2).map(([term, text]) => `${term} ${text}`)].join(", ")}</span>}
            {path.conflict && <Pill tone="warn">Conflicting records</Pill>}
          </>
        }
        note={
          <>
            <span className="flex items-center gap-x-1">Prediction <span className="mono min-w-0 break-all text-ink-2">{path.id}</span><CopyButton text={path.id} label="Copy prediction ID" iconOnly look="ghost" size="icon-sm" /></span>
            <span className="flex flex-wrap items-center gap-x-1 gap-y-0.5">
              {path.at && <>made <Instant at={path.at} /> UTC</>}
              {model === "hidden" ? " by a model version you may not see" : model && <> by <Link href={nodeHref(model.ref, asOf)} className="font-medium text-ink-2 hover:text-accent hover:underline">{refName(model.ref)}</Link></>}
              {deployment === "hidden" ? " in a deployment you may not see" : deployment && <> in <Link href={nodeHref(deployment.ref, asOf)} className="font-medium text-ink-2 hover:text-accent hover:underline">{refName(deployment.ref)}</Link></>}
              {asOf && <>, as of <Instant at={asOf} /></>}
            </span>
            {path.trace && <span className="flex items-center gap-x-1">trace <span className="mono min-w-0 break-all text-ink-2">{path.trace}</span><CopyButton text={path.trace} label="Copy trace ID" iconOnly look="ghost" size="icon-sm" /></span>}
          </>
        }
        actions={
          <>
            {record && <Link href={recordHref(record.sequence)} className={buttonClass()}>Ledger record</Link>}
            {mayReport && <Link href={reportHref(path)} className={buttonClass({ look: "primary" })}>Report incident</Link>}
          </>
        }
      />
      <PageBody>
        <FailuresNote path={path} />
        <Panel
          title="What made this prediction"
          note={<span className="narrow:hidden">exact instances</span>}
          action={
            <>
              <Mark tone={trust.tone} className="narrow:hidden" icon={<trust.icon size={14} aria-hidden />}>{trust.word}</Mark>
              <Link href={lineageHref(path.ref, asOf)} className={buttonClass({ size: "sm" })}><Network size={14} strokeWidth={1.75} aria-hidden />Open in lineage</Link>
            </>
          }
        >
          <PathStages path={path} asOf={asOf} />
        </Panel>
        <div className="mt-4 grid grid-cols-[minmax(0,1fr)_360px] items-start gap-4 max-[1080px]:grid-cols-[minmax(0,1fr)]">
          {/* one column when it is narrow: why first, then the evidence, then the timeline */}
          <div className="grid min-w-0 gap-4 max-[1080px]:order-2">
            <WindowsPanel path={path} view={windows} hrefOf={hrefOf} asOf={asOf} />
            <ValuesPanel path={path} asOf={asOf} />
            <RunsPanel path={path} asOf={asOf} />
            <TrainingPanel path={path} asOf={asOf} />
          </div>
          <div className="grid min-w-0 gap-4 max-[1080px]:contents">
            <div className="grid min-w-0 gap-4 max-[1080px]:order-1">
              <TrustPanel path={path} asOf={asOf} />
              <GapsPanel path={path} asOf={asOf} />
              <ChangesPanel path={path} asOf={asOf} />
            </div>
            <div className="min-w-0 max-[1080px]:order-3"><TimelinePanel path={path} asOf={asOf} /></div>
          </div>
        </div>
        <div className="mt-4"><WatermarkLine watermark={watermark} /></div>
      </PageBody>
    </main>
  );
}

/** The form for a report, with what is known from here filled in. */
function reportHref({ ref, at, model }: PredictionPath): string {
  const target = model === null || model === "hidden" ? ref : model.ref;
  return `/incidents?${new URLSearchParams({ target, prediction: ref, ...(at === null ? {} : { at }) })}#report`;
}
