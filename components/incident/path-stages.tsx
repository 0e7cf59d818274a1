import { Activity, CircleCheck, ShieldAlert, ShieldQuestion } from "lucide-react";
import type { ReactNode } from "react";
import { counted, formatCount } from "@/components/format";
import { versionLabel } from "@/components/lineage/node-words";
import { Mark } from "@/components/ui/mark";
import { shortDigest } from "@/components/ui/digest";
import { NODE_KINDS, parseNodeRef, type NodeKind } from "@/lib/lineage/node-ref";
import { nodeHref } from "@/lib/page-hrefs";
import { inReadingOrder, periodOf, sourceDepartures, type PathGap, type PredictionPath, type RunPart, type SourcePart } from "@/lib/lineage/prediction-path";
import { failureWordOf } from "./failure-words";
import { outputWords } from "./output-words";
import { PathCard } from "./path-card";
import { clock, refName, span } from "./path-words";

/** Cards of a column before the rest is one tap away. */
const SHOWN = 5;
const VALUES = 2;
type Stage = "telemetry" | "features" | "model" | "deployment" | "prediction";

/** From telemetry to prediction, one column each: the exact instances, what departs from normal, and what should be there and is not. */
export function PathStages({ path, asOf }: { path: PredictionPath; asOf: string | null }) {
  const { model, deployment, run, training, hidden } = path;
  const gaps = (stage: Stage) => path.gaps.filter((gap) => stageOf(gap) === stage).map((gap) => <GapCard key={gap.expected} gap={gap} />);
  const windows = path.sources.reduce((sum, { batches }) => sum + batches.length, 0);
  const values = path.featureSets.reduce((sum, set) => sum + set.values.length, 0);
  const environment = deployment === null || deployment === "hidden" ? null : (parseNodeRef(deployment.ref)?.name[0] ?? null);
  const trainedAt = training.run?.endedAt ?? (model === null || model === "hidden" ? null : model.at);
  return (
    <ol className="grid grid-cols-[1.3fr_1.1fr_1.1fr_1.1fr_0.95fr] gap-x-5 px-4 py-3 narrow:grid-cols-[minmax(0,1fr)] narrow:gap-y-4">
      <StageColumn name="Telemetry" note={counted(windows, "window")} first>
        {inReadingOrder(path.sources).filter(({ batches }) => batches.length > 0).map((source) => <SourceCard key={source.ref} source={source} day={path.at} asOf={asOf} />)}
        {hidden.batches > 0 && <LockCard key="hidden">{counted(hidden.batches, "batch", "batches")}</LockCard>}
        {gaps("telemetry")}
      </StageColumn>
      <StageColumn name="Feature set" note={counted(values, "value")}>
        {path.featureSets.filter(({ state }) => state !== "missing").map((set) => (
          <PathCard key={set.ref} kind="featureset" state={set.state} title={set.group ?? refName(set.ref)} tone={set.failures.length > 0 ? "bad" : "plain"} href={nodeHref(set.ref, asOf)}>
            {set.at && <span className="figures">{clock(set.at, path.at)}</span>}
            {set.failures.length > 0 && <Mark tone="bad" small icon={<Activity size={12} aria-hidden />}>{failureWordOf(set.failures[0]!.failure)}</Mark>}
            {set.values.slice(0, VALUES).map(({ ref, name, version, value }) => (
              <span key={ref} className="flex w-full min-w-0 gap-2"><span className="min-w-0 flex-1 truncate">{name}@{version}</span>{value !== undefined && <span className="mono text-ink-2">{String(value)}</span>}</span>
            ))}
            {set.values.length > VALUES && <span>{set.values.length - VALUES} more values</span>}
          </PathCard>
        ))}
        {hidden.featureSets > 0 && <LockCard key="hidden">{counted(hidden.featureSets, "feature set")}</LockCard>}
        {gaps("features")}
      </StageColumn>
      <StageColumn name="Model" note={trainedAt ? `trained ${trainedAt.slice(0, 10)}` : ""}>
        {model === "hidden" && <LockCard key="model">The model version</LockCard>}
        {model !== null && model !== "hidden" && model.state !== "missing" && (
          <PathCard key="model" kind="model" state={model.state} title={parseNodeRef(model.ref)!.name.join("/")} version={versionLabel(parseNodeRef(model.ref)!.version ?? null)} href={nodeHref(model.ref, asOf)}>
            {model.artifactDigest ? <span className="mono truncate" title={model.artifactDigest}>{shortDigest(model.artifactDigest)}</span> : "No artifact digest"}
          </PathCard>
        )}
        {training.isHidden && <LockCard key="training">The training run</LockCard>}
        {training.run && <RunCard key="training" run={training.run} day={path.at} asOf={asOf} />}
        {training.snapshot && (
          <PathCard key="snapshot" kind="dataset" title={training.snapshot.id} href="#training">
            <span>Snapshot</span>
            {training.snapshot.rows !== null && <span className="figures">{counted(training.snapshot.rows, "row")}</span>}
          </PathCard>
        )}
        {gaps("model")}
      </StageColumn>
      <StageColumn name="Deployment and run" note={environment ?? ""}>
        {deployment === "hidden" && <LockCard key="deployment">The deployment</LockCard>}
        {deployment !== null && deployment !== "hidden" && deployment.state !== "missing" && (
          <PathCard key="deployment" kind="deployment" state={deployment.state} title={parseNodeRef(deployment.ref)!.name.slice(1).join("/")} href={nodeHref(deployment.ref, asOf)}>
            {deployment.changedAt && <span className="figures">changed {clock(deployment.changedAt, path.at)}</span>}
          </PathCard>
        )}
        {run === "hidden" && <LockCard key="run">The run that made it</LockCard>}
        {run !== null && run !== "hidden" && <RunCard key="run" run={run} day={path.at} asOf={asOf} />}
        {gaps("deployment")}
      </StageColumn>
      <StageColumn name="Prediction" note="">
        <PathCard key="prediction" kind="prediction" state={path.state} title={path.id} tone="focus" href={nodeHref(path.ref, asOf)}>
          {path.at && <span className="figures">{path.at.slice(11, 19)}</span>}
          {path.digest && <span className="mono" title={path.digest}>{shortDigest(path.digest)}</span>}
        </PathCard>
        <OutputLines key="output" path={path} />
      </StageColumn>
    </ol>
  );
}

function StageColumn({ name, note, first = false, children }: { name: string; note: string; first?: boolean; children: ReactNode }) {
  const cards = (Array.isArray(children) ? children.flat() : [children]).filter(Boolean) as ReactNode[];
  const rest = cards.slice(SHOWN);
  return (
    <li className="relative grid min-w-0 content-start gap-1">
      {!first && <span aria-hidden className="absolute top-9 -left-[15px] size-[7px] rotate-45 border-t-[1.75px] border-r-[1.75px] border-edge narrow:-top-3 narrow:left-1/2 narrow:rotate-[135deg]" />}
      <div className="flex items-baseline gap-2 text-11 text-ink-3"><span className="font-medium">{name}</span><span className="figures ml-auto">{note}</span></div>
      {cards.length === 0 && <p className="rounded border border-dashed border-control bg-ground px-2 py-2.5 text-12 text-ink-3">None named</p>}
      {cards.slice(0, SHOWN)}
      {rest.length > 0 && (
        <details className="grid gap-1">
          <summary className="flex min-h-8 items-center rounded border border-line-strong bg-surface px-2 text-12 font-medium hover:bg-sunken narrow:min-h-11">{formatCount(rest.length)} more</summary>
          <div className="mt-1 grid gap-1">{rest}</div>
        </details>
      )}
    </li>
  );
}

function SourceCard({ source, day, asOf }: { source: SourcePart; day: string | null; asOf: string | null }) {
  const { worst, count } = sourceDepartures(source);
  const period = periodOf(source.batches);
  const failure = source.failures[0];
  const tone = worst?.tone === "bad" ? "bad" : worst || failure || source.trust?.trusted === false ? "warn" : "plain";
  return (
    <PathCard kind={source.kind} state={source.state} title={refName(source.ref)} tone={tone} href={nodeHref(source.ref, asOf)}>
      <span className="figures">{counted(source.batches.length, "window")}{period && `, ${span(period, day)}`}</span>
      {worst && <Mark tone={worst.tone} small icon={<Activity size={12} aria-hidden />}>{worst.word}{count > 1 && ` and ${formatCount(count - 1)} more`}</Mark>}
      {!worst && failure && <Mark tone="warn" small icon={<Activity size={12} aria-hidden />}>{failureWordOf(failure.failure)} the day before</Mark>}
      {source.trust?.trusted === false && <Mark tone="warn" small icon={<ShieldAlert size={12} aria-hidden />}>Untrusted channel</Mark>}
      {source.trust?.trusted === null && <Mark tone="quiet" small icon={<ShieldQuestion size={12} aria-hidden />}>Not declared</Mark>}
      {tone === "plain" && source.trust?.trusted !== null && <Mark tone="quiet" small icon={<CircleCheck size={12} aria-hidden />}>Normal</Mark>}
    </PathCard>
  );
}

function RunCard({ run, day, asOf }: { run: RunPart; day: string | null; asOf: string | null }) {
  const failed = run.state === "failed" || run.state === "aborted";
  const at = run.endedAt ?? run.startedAt;
  return (
    <PathCard kind="run" state={run.state} title={run.job === null ? refName(run.ref) : refName(run.job)} tone={failed ? "bad" : "plain"} href={nodeHref(run.ref, asOf)}>
      {at && <span className="figures">{clock(at, day)}</span>}
      {run.codeVersion && <span className="mono truncate">{run.codeVersion}</span>}
      {run.seed !== null && <span>seed <span className="mono">{run.seed}</span></span>}
      {run.operator && <span className="truncate">by {run.operator}</span>}
      {failed && <Mark tone="bad" small>{run.state === "failed" ? "Failed" : "Aborted"}</Mark>}
    </PathCard>
  );
}

function OutputLines({ path }: { path: PredictionPath }) {
  const words = outputWords(path.output);
  if (!words) return <p className="px-2 pt-2 text-12 text-ink-3">No output recorded</p>;
  return (
    <dl className="grid grid-cols-[max-content_minmax(0,1fr)] gap-x-3 gap-y-0.5 px-2 pt-2 text-11 text-ink-3">
      {[[words.term, words.answer] as const, ...(words.verdict ? [["verdict", words.verdict] as const] : []), ...words.rest].slice(0, 6).map(([term, text]) => (
        <div key={term} className="contents"><dt>{term}</dt><dd className="mono min-w-0 truncate text-ink" title={text}>{parseNodeRef(text) ? refName(text) : text}</dd></div>
      ))}
    </dl>
  );
}

const GAP_WORDS: Record<string, { kind: NodeKind; title: string }> = {
  featureset: { kind: "featureset", title: "A feature set" },
  model: { kind: "model", title: "A model version" },
  training: { kind: "run", title: "A training run" },
};

function kindOfExpected(expected: string): NodeKind | null {
  const known = GAP_WORDS[expected]?.kind;
  if (known) return known;
  const kind = parseNodeRef(expected)?.kind;
  return NODE_KINDS.find((it) => it === kind) ?? null;
}

function stageOf({ expected }: PathGap): Stage {
  if (expected === "training") return "model";
  switch (kindOfExpected(expected)) {
    case "featureset": case "feature": return "features";
    case "model": return "model";
    case "deployment": case "run": return "deployment";
    case "prediction": return "prediction";
    default: return "telemetry";
  }
}

/** What a gap is about, in words: a name, or what kind of thing it should be. */
export function expectedName(expected: string): string {
  return GAP_WORDS[expected]?.title ?? (parseNodeRef(expected) ? refName(expected) : "Something you may not see");
}

function GapCard({ gap }: { gap: PathGap }) {
  return (
    <PathCard kind={kindOfExpected(gap.expected)} state="missing" title={expectedName(gap.expected)} tone="gap" href="#gaps">
      <span>Expected, never seen</span>
    </PathCard>
  );
}

function LockCard({ children }: { children: string }) {
  return <PathCard kind={null} title={children} tone="gap"><span>You may not see this</span></PathCard>;
}

