import { ClockAlert } from "lucide-react";
import Link from "next/link";
import { counted, formatCount, formatDuration, formatUtc } from "@/components/format";
import { KindGlyph } from "@/components/lineage/kind-glyph";
import { CutMiddle } from "@/components/ui/cut-middle";
import { Mark } from "@/components/ui/mark";
import { Panel } from "@/components/ui/panel";
import type { HalfHour, LatenessRule } from "@/lib/freshness";
import { nodeHref } from "@/lib/page-hrefs";

export type FreshSource = {
  ref: string; name: string; namespace: string; latest: string | null; ageMs: number | null; rule: LatenessRule | null; lateMs: number | null; everyMs: number | null; halfHours: readonly HalfHour[];
};
export type FreshnessFacts = { total: number; onTime: number; late: number; withoutRule: number; latest: string | null; sources: readonly FreshSource[] };

const WORDS: Record<HalfHour, string> = { onTime: "On time", late: "Late", missing: "Missing", none: "Not told" };
const BAR = { width: 5, gap: 1.5, height: 18 };

/** The telemetry sources over a day, the one that has been due longest first. */
export function FreshnessPanel({ freshness }: { freshness: FreshnessFacts }) {
  const { total, late, withoutRule, sources, latest } = freshness;
  const judged = total - withoutRule;
  const all = late > 1 && late === judged;
  return (
    <Panel
      title="Freshness"
      note={<span className="narrow:hidden">telemetry sources, last 24 h in half hours, {total === sources.length ? "longest late first" : `the ${formatCount(sources.length)} most late of ${formatCount(total)}`}</span>}
      action={<span className="flex gap-3 text-12 text-ink-2">{(["onTime", "late", "missing"] as const).map((it) => <span key={it} className="inline-flex items-center gap-1"><Bars slots={[it]} />{WORDS[it]}</span>)}</span>}
    >
      <div id="freshness" className="scroll-mt-14">
        {all && latest && (
          <p className="border-b border-line px-4 py-2 text-12 text-warn-ink">
            All {counted(judged, "source")} {withoutRule > 0 ? "that can be judged " : ""}stopped: the last window of any of them ended at {formatUtc(latest)} UTC. When all stop at once, look first at what sends them.
          </p>
        )}
        <ul className="text-12">
          {sources.map((source) => (
            <li key={source.ref} className="flex min-h-8 items-center gap-3 border-b border-line px-4 last:border-0 narrow:min-h-11 narrow:flex-wrap narrow:gap-y-0 narrow:py-1.5">
              <KindGlyph kind="source" size={18} />
              <span className="flex min-w-0 flex-1 items-baseline gap-1"><Link href={nodeHref(source.ref)} title={source.ref} className="flex min-w-0 flex-1 hover:text-accent hover:underline"><CutMiddle className="font-medium">{source.name}</CutMiddle></Link></span>
              <span className="figures w-32 flex-none text-right" title={source.latest ? `Latest window ended ${formatUtc(source.latest)} UTC` : undefined}><Age source={source} /></span>
              <span className="figures w-36 flex-none text-ink-3 narrow:hidden" title={ruleWords(source.rule)}>{source.everyMs === null ? ruleWords(source.rule) : `every ${formatDuration(source.everyMs)}`}</span>
              <span className="flex-none narrow:w-full narrow:pl-[30px]"><Bars slots={source.halfHours} label={barWords(source.halfHours)} /></span>
            </li>
          ))}
        </ul>
      </div>
    </Panel>
  );
}

function Age({ source: { ageMs, lateMs } }: { source: FreshSource }) {
  if (ageMs === null) return <span className="text-ink-3">No batch yet</span>;
  if (lateMs !== null && lateMs > 0) return <Mark tone="warn" icon={<ClockAlert size={14} strokeWidth={2} aria-hidden />}>Late {formatDuration(lateMs)}</Mark>;
  return <span className="text-ink-2">{formatDuration(ageMs)} ago</span>;
}

function ruleWords(rule: LatenessRule | null): string {
  if (rule === null) return "no rule yet";
  return `${rule.from === "declared" ? "declared" : "from its own past"}: at most ${formatDuration(rule.limitMs)} old`;
}

/** "On time 46 of 48 half hours, late 2": what the bars say. */
function barWords(slots: readonly HalfHour[]): string {
  const count = (it: HalfHour) => slots.filter((slot) => slot === it).length;
  return [`On time ${count("onTime")} of ${slots.length} half hours`, ...(["late", "missing"] as const).filter((it) => count(it) > 0).map((it) => `${it} ${count(it)}`)].join(", ");
}

const rectangle = (x: number, y: number, width: number, height: number) => `M${x} ${y}h${width}v${height}h${-width}z`;

/** Whole and grey on time, half as high when late, an outline when missing, a stub when nothing can be told. */
const LOOKS: Record<HalfHour, { fill?: string; stroke?: string; bar: (x: number) => string }> = {
  onTime: { fill: "var(--color-line-strong)", bar: (x) => rectangle(x, 2, BAR.width, BAR.height - 4) },
  late: { fill: "var(--color-warn-mark)", bar: (x) => rectangle(x, BAR.height / 2, BAR.width, BAR.height / 2 - 2) },
  missing: { stroke: "var(--color-bad-mark)", bar: (x) => rectangle(x + 0.6, 2.6, BAR.width - 1.2, BAR.height - 5.2) },
  none: { fill: "var(--color-line)", bar: (x) => rectangle(x, BAR.height - 4, BAR.width, 2) },
};

/** One bar for each half hour; those that look alike are one path, because a page has some seven hundred of them. */
function Bars({ slots, label }: { slots: readonly HalfHour[]; label?: string }) {
  const { width, gap, height } = BAR;
  return (
    <svg width={slots.length * (width + gap) - gap} height={height} {...(label ? { role: "img", "aria-label": label } : { "aria-hidden": true })}>
      {[...new Set(slots)].map((slot) => {
        const { fill = "none", stroke, bar } = LOOKS[slot];
        return <path key={slot} fill={fill} stroke={stroke} strokeWidth={stroke && 1.2} d={slots.map((it, i) => (it === slot ? bar(i * (width + gap)) : "")).join("")} />;
      })}
    </svg>
  );
}
