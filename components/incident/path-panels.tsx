import { ShieldAlert, ShieldCheck, ShieldQuestion } from "lucide-react";
import Link from "next/link";
import { counted, formatCount } from "@/components/format";
import { KindGlyph } from "@/components/lineage/kind-glyph";
import { NodeLink } from "@/components/lineage/node-link";
import { StateMark } from "@/components/lineage/state-mark";
import { Digest } from "@/components/ui/digest";
import { Fact, Facts } from "@/components/ui/facts";
import { Instant } from "@/components/ui/instant";
import { Mark } from "@/components/ui/mark";
import { Panel } from "@/components/ui/panel";
import { Table } from "@/components/ui/table";
import { parseNodeRef, type NodeKind } from "@/lib/lineage/node-ref";
import { nodeHref } from "@/lib/page-hrefs";
import { timelineOf, type PredictionPath, type RunPart, type UpstreamChange } from "@/lib/lineage/prediction-path";
import { failureWordOf } from "./failure-words";
import { expectedName } from "./path-stages";
import { refName } from "./path-words";

type Props = { path: PredictionPath; asOf: string | null };

export const TRUST_WORDS = {
  yes: { word: "All telemetry from trusted channels", tone: "quiet", icon: ShieldCheck },
  no: { word: "Not all telemetry from trusted channels", tone: "warn", icon: ShieldAlert },
  unknown: { word: "Trust of the telemetry unknown", tone: "warn", icon: ShieldQuestion },
} as const;

/** Yes, no or unknown, and why: what each source was declared to be when the prediction was made. */
export function TrustPanel({ path, asOf }: Props) {
  const asked = path.sources.filter(({ trust }) => trust !== null);
  const { word, tone, icon: Icon } = TRUST_WORDS[path.trusted];
  const rank = (trusted: boolean | null | undefined) => (trusted === false ? 0 : trusted === null ? 1 : 2);
  return (
    <Panel title="Trusted channels" note={path.trusted}>
      <div className="grid gap-3 px-4 py-3 text-12">
        <Mark tone={tone} className="!whitespace-normal" icon={<Icon size={14} aria-hidden />}>{word}</Mark>
        {asked.length > 0 && <ul className="grid gap-3">
          {[...asked].sort((a, b) => rank(a.trust?.trusted) - rank(b.trust?.trusted)).map(({ ref, kind, state, trust }) => (
            <li key={ref} className="grid min-w-0 gap-0.5">
              <NodeLink nodeRef={ref} kind={kind} state={state} asOf={asOf} />
              <span className={`pl-[26px] ${trust?.trusted === false ? "text-warn-ink" : "text-ink-2"}`}>
                {trust?.trusted === true ? "Declared trusted" : trust?.trusted === false ? "Declared untrusted" : "Not declared when the prediction was made"}
                {trust?.at && <span className="text-ink-3"> since <Instant at={trust.at} short /></span>}
              </span>
              {trust?.channel && <span className="pl-[26px] break-words text-ink-3">{trust.channel}</span>}
            </li>
          ))}
        </ul>}
        {asked.length === 0 && <p className="text-ink-2">{path.hidden.batches > 0 ? "What decides this lies where you may not see." : "No telemetry is recorded behind it, so nothing can be said."}</p>}
        {asked.length > 0 && path.hidden.batches > 0 && <p className="text-ink-3">Sources you may not see count too. They are not named.</p>}
      </div>
    </Panel>
  );
}

/** What should be there and is not, with the reason. */
export function GapsPanel({ path, asOf }: Props) {
  return (
    <Panel title="Gaps" note={path.gaps.length === 0 ? "none" : formatCount(path.gaps.length)}>
      <ul id="gaps" className="scroll-mt-14 py-1">
        {path.gaps.length === 0 && <li className="px-4 py-2 text-12 text-ink-2">Nothing that the records name is missing.</li>}
        {path.gaps.slice(0, 50).map(({ expected, reason }) => {
          const parsed = parseNodeRef(expected);
          return (
            <li key={`${expected} ${reason}`} className="flex gap-2 px-4 py-1.5 text-12">
              <KindGlyph kind={(parsed?.kind ?? "dataset") as NodeKind} state="missing" size={18} decorative />
              <span className="min-w-0">
                {parsed ? <Link href={nodeHref(expected, asOf)} prefetch={false} className="font-medium break-all hover:text-accent hover:underline">{refName(expected)}</Link> : <span className="font-medium">{expectedName(expected)}</span>}
                <span className="block text-ink-2">{reason}</span>
              </span>
            </li>
          );
        })}
        {path.gaps.length > 50 && <li className="px-4 py-2 text-12 text-ink-3">{formatCount(path.gaps.length - 50)} more</li>}
      </ul>
    </Panel>
  );
}

const CHANGE_WORDS: Record<UpstreamChange["what"], string> = { model: "Model version", deployment: "Deployment", declaration: "Declaration", failure: "Failure", code: "Code" };

/** What changed upstream in the day before, newest first. */
export function ChangesPanel({ path, asOf }: Props) {
  const { items, isCut } = path.changes;
  return (
    <Panel title="What changed upstream" note={`24 h before${items.length > 0 ? `, ${isCut ? "the last " : ""}${formatCount(items.length)}` : ""}`}>
      {items.length === 0 && <p className="px-4 py-3 text-12 text-ink-2">No new version, deployment, declaration, code version or failure is recorded.</p>}
      {items.length > 0 && (
        <ol className="py-1.5">
          {items.map(({ at, what, ref, text }) => (
            <li key={`${at} ${ref} ${text}`} className="grid grid-cols-[88px_minmax(0,1fr)] gap-3 px-4 py-1 text-12">
              <time dateTime={at} className="figures text-ink-3">{at.slice(5, 16).replace("T", " ")}</time>
              <span className="min-w-0 break-words"><span className={what === "failure" ? "text-warn-ink" : "text-ink-3"}>{CHANGE_WORDS[what]}</span>{" "}<Link href={nodeHref(ref, asOf)} prefetch={false} className="font-medium hover:text-accent hover:underline">{refName(ref)}</Link> <span className="text-ink-2">{text}</span></span>
            </li>
          ))}
        </ol>
      )}
    </Panel>
  );
}

/** Every recorded instant of the path, in order. */
export function TimelinePanel({ path, asOf }: Props) {
  const moments = timelineOf(path, refName);
  return (
    <Panel title="Timeline" note={counted(moments.length, "instant")}>
      <ol className="py-1.5">
        {moments.map(({ at, what, of }, index) => {
          const isNewDay = index === 0 || moments[index - 1]!.at.slice(0, 10) !== at.slice(0, 10);
          return (
            <li key={`${at} ${what}`} className="grid grid-cols-[80px_56px_minmax(0,1fr)] gap-2 px-4 py-1 text-12">
              <span className="figures whitespace-nowrap text-ink-3">{isNewDay ? at.slice(0, 10) : ""}</span>
              <time dateTime={at} className="figures text-ink-3">{at.slice(11, 19)}</time>
              <span className="min-w-0 break-words">
                <span className={at === path.at && of.length === 0 ? "font-semibold" : ""}>{what}</span>
                {of.map(({ ref, name }) => <Link key={ref} href={nodeHref(ref, asOf)} prefetch={false} className="block text-ink-2 hover:text-accent hover:underline">{name}</Link>)}
              </span>
            </li>
          );
        })}
      </ol>
    </Panel>
  );
}

export function ValuesPanel({ path, asOf }: Props) {
  const rows = path.featureSets.flatMap((set) => set.values.map((value) => ({ set, value })));
  return (
    <Panel title="Feature values" note={`${counted(rows.length, "value")} in ${counted(path.featureSets.length, "feature set")}${path.otherFeatureSets > 0 ? `, computed from ${formatCount(path.otherFeatureSets)} more` : ""}`}>
      {rows.length === 0 && <p className="px-4 py-3 text-12 text-ink-2">No feature value is recorded.</p>}
      {rows.length > 0 && (
        <Table
          caption="Feature values"
          columns={[{ key: "feature", head: "Feature", className: "w-[40%]" }, { key: "value", head: "Value", align: "right" }, { key: "set", head: "Feature set" }]}
          rows={rows.slice(0, 200).map(({ set, value: { ref, name, version, value } }) => ({
            key: `${set.ref} ${ref}`,
            cells: {
              feature: <Link href={nodeHref(ref, asOf)} prefetch={false} className="font-medium hover:text-accent hover:underline">{`${name}@${version}`}</Link>,
              value: value === undefined ? <span className="text-ink-3">Not recorded</span> : value === null ? <Mark tone="warn" small>null</Mark> : <span className="mono">{String(value)}</span>,
              set: set.group ?? refName(set.ref),
            },
          }))}
        />
      )}
      {rows.length > 200 && <p className="border-t border-line px-4 py-2 text-12 text-ink-3">The first 200 of {formatCount(rows.length)}. The feature sets’ pages have all.</p>}
    </Panel>
  );
}

/** Runs whose state departs from completed come first. */
export function RunsPanel({ path, asOf }: Props) {
  const own = path.run !== null && path.run !== "hidden" ? [path.run] : [];
  const runs = [...own, ...path.runs];
  return (
    <Panel title="Runs" note={counted(runs.length, "run")}>
      {runs.length === 0 && <p className="px-4 py-3 text-12 text-ink-2">No run is recorded behind this prediction.</p>}
      {runs.length > 0 && <Table caption="Runs" columns={RUN_COLUMNS} rows={runs.slice(0, 100).map((run) => ({ key: run.ref, cells: runCells(run, asOf) }))} />}
      {runs.length > 100 && <p className="border-t border-line px-4 py-2 text-12 text-ink-3">The first 100 of {formatCount(runs.length)}, nearest first. The lineage has all.</p>}
      {path.hidden.runs > 0 && <p className="border-t border-line px-4 py-2 text-12 text-ink-3">{counted(path.hidden.runs, "run")} you may not see. Counted, not named.</p>}
    </Panel>
  );
}

const RUN_COLUMNS = [
  { key: "job", head: "Job" }, { key: "operator", head: "Operator" }, { key: "code", head: "Code version" }, { key: "seed", head: "Seed", align: "right" as const }, { key: "parameters", head: "Parameters" },
  { key: "started", head: "Started" }, { key: "ended", head: "Ended" }, { key: "outcome", head: "Outcome" },
];

function runCells(run: RunPart, asOf: string | null): Record<string, React.ReactNode> {
  return {
    job: <span className="flex items-center gap-2"><KindGlyph kind="run" state={run.state} size={16} decorative /><Link href={nodeHref(run.ref, asOf)} prefetch={false} title={run.ref} className="font-medium whitespace-nowrap hover:text-accent hover:underline">{refName(run.job ?? run.ref)}</Link></span>,
    operator: run.operator ?? <None />,
    code: run.codeVersion ? <span className="mono whitespace-nowrap">{run.codeVersion}</span> : <None />,
    seed: run.seed ? <span className="mono">{run.seed}</span> : <None />,
    parameters: run.parameters ? <span className="mono block max-w-48 truncate" title={run.parameters}>{run.parameters.replace(/^\{|\}$|"/g, "")}</span> : <None />,
    started: run.startedAt ? <Instant at={run.startedAt} /> : <None />,
    ended: run.endedAt ? <Instant at={run.endedAt} /> : <None />,
    outcome: run.state === "complete" ? <span className="text-ink-3">Completed</span> : <StateMark state={run.state} small />,
  };
}

function None() {
  return <span className="text-ink-3">Not recorded</span>;
}

const INPUT_WORDS = { featureset: ["feature set", "feature sets"], batch: ["batch", "batches"], other: ["other input", "other inputs"] } as const;

export function TrainingPanel({ path, asOf }: Props) {
  const { training, model } = path;
  const { run, snapshot } = training;
  return (
    <Panel title="Training" note={run?.codeVersion ? <span className="mono">{run.codeVersion}</span> : undefined}>
      <div id="training" className="scroll-mt-14">
        {!run && !snapshot && <p className="px-4 py-3 text-12 text-ink-2">{training.isHidden ? "The training run is one you may not see." : "No training run of the model is recorded."}</p>}
        <Facts>
          {run && <Fact term="Run"><NodeLink nodeRef={run.ref} kind="run" state={run.state} asOf={asOf} /></Fact>}
          {run?.job && <Fact term="Job"><NodeLink nodeRef={run.job} kind="job" asOf={asOf} /></Fact>}
          {run?.operator && <Fact term="Operator">{run.operator}</Fact>}
          {run?.seed && <Fact term="Seed"><span className="mono">{run.seed}</span></Fact>}
          {run?.endedAt && <Fact term="Ended"><Instant at={run.endedAt} /></Fact>}
          {run?.parameters && <Fact term="Parameters"><span className="mono break-words">{run.parameters.replace(/^\{|\}$|"/g, "").replaceAll(",", ", ")}</span></Fact>}
          {snapshot && <Fact term="Snapshot"><span className="mono">{snapshot.id}</span>{snapshot.rows !== null && `, ${counted(snapshot.rows, "row")}`}</Fact>}
          {snapshot?.window && <Fact term="Its window"><Instant at={snapshot.window.start} short /> to <Instant at={snapshot.window.end} short /></Fact>}
          {snapshot && <Fact term="Its digest">{snapshot.digest ? <Digest digest={snapshot.digest} /> : "No digest recorded"}</Fact>}
          {training.inputs.length > 0 && <Fact term="Read"><span className="figures">{training.inputs.map(({ kind, count }) => counted(count, INPUT_WORDS[kind][0], INPUT_WORDS[kind][1])).join(", ")}</span></Fact>}
          {run && <Fact term="Behind that"><span className="figures">{counted(training.batches, "batch", "batches")}</span><span className="text-ink-3">, not counting reads that named no version</span></Fact>}
          {model !== null && model !== "hidden" && model.metrics.length > 0 && <Fact term="Metrics"><span className="figures">{model.metrics.slice(0, 8).map(([name, value]) => `${name} ${value}`).join(", ")}</span></Fact>}
        </Facts>
      </div>
    </Panel>
  );
}

export function FailuresNote({ path }: { path: PredictionPath }) {
  if (path.failures.length === 0) return null;
  return (
    <div className="mb-4 grid gap-1 rounded border border-bad-mark bg-surface px-4 py-3 text-12">
      {path.failures.slice(0, 5).map(({ failure, message, at }) => <p key={`${at} ${message}`}><Mark tone="bad">{failureWordOf(failure)}</Mark> <span>{message}</span>{at && <span className="text-ink-3"> recorded for <Instant at={at} short /></span>}</p>)}
    </div>
  );
}
