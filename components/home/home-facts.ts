import { counted, formatCount, formatDuration, formatUtc } from "@/components/format";
import { LATE_MS } from "@/components/lineage/graph-lag";
import type { Watermark } from "@/lib/layout/picture";
import type { NodeKind } from "@/lib/lineage/node-ref";
import { refLabel } from "@/lib/lineage/ref-label";
import { incidentHref, nodeHref } from "@/lib/page-hrefs";
import type { AttentionItem } from "./attention-panel";
import type { FreshnessFacts } from "./freshness-panel";
import type { KindCount } from "./here-now";

export type KindRow = { kind: NodeKind; total: number | null; lately: number; latestAt: string | null };
export type Marked = { total: number; first: readonly { ref: string; kind: NodeKind }[] };
export type DepartureFacts = {
  jobs: { total: number; succeeded: number; failed: number; worst: readonly { job: string; run: string; state: string; at: string }[] };
  conflicts: Marked;
  placeholders: Marked;
  deployments: { active: number; undeployed: number };
  deployedModels: number;
};
export type IncidentFacts = { total: number; first: readonly { id: string; title: string; target: string; reportedAt: string | null }[] };
/** `most`: up to where things that come by the thousand were counted. */
export type Bounds = { lately: number; marked: number };

const FRESHNESS = "#freshness";

/** What is worth saying of each kind; a kind of which there is nothing says nothing. */
export function kindCounts(rows: readonly KindRow[], freshness: FreshnessFacts, departures: DepartureFacts, bounds: Bounds): KindCount[] {
  const { jobs, deployments, deployedModels, placeholders } = departures;
  const noteOf = ({ kind, total, latestAt }: KindRow): KindCount["note"] => {
    if (total === 0) return null;
    switch (kind) {
      case "source": {
        const judged = freshness.total - freshness.withoutRule;
        if (judged === 0) return { text: "No rule of freshness yet", departs: false };
        return freshness.late > 0
          ? { text: `${formatCount(freshness.late)} of ${formatCount(judged)} late`, departs: true, href: FRESHNESS }
          : { text: `${formatCount(freshness.onTime)} of ${formatCount(judged)} on time`, departs: false, href: FRESHNESS };
      }
      case "model": return { text: `${formatCount(deployedModels)} deployed now`, departs: false };
      case "deployment": return { text: [`${formatCount(deployments.active)} active`, deployments.undeployed > 0 && `${formatCount(deployments.undeployed)} undeployed`].filter(Boolean).join(", "), departs: false };
      case "job": return jobs.failed > 0 ? { text: `${formatCount(jobs.failed)} failed in the last run`, departs: true } : { text: `${formatCount(jobs.succeeded)} succeeded in the last run`, departs: false };
      case "dataset": {
        const named = placeholders.first.length > 0 ? placeholders.total : 0;
        return named > 0 && named < bounds.marked ? { text: `${counted(named, "definition")} expected, never seen`, departs: false } : null;
      }
      default: return latestAt === null ? null : { text: `latest ${formatUtc(latestAt).slice(0, 16)}`, departs: false };
    }
  };
  return rows.map((row) => ({ kind: row.kind, total: row.total, lately: Math.min(row.lately, bounds.lately), atLeast: row.lately > bounds.lately, note: noteOf(row) }));
}

/** What departs from normal, most urgent first. `mayReadDeadLetters`: to others nothing is said of them but on the watermark. */
export function attentionItems(facts: {
  incidents: IncidentFacts; freshness: FreshnessFacts; departures: DepartureFacts; watermark: Watermark; mayReadDeadLetters: boolean; bounds: Bounds;
}): AttentionItem[] {
  const { incidents, freshness, departures, watermark, mayReadDeadLetters, bounds } = facts;
  const { jobs, conflicts, placeholders } = departures;
  const items: (AttentionItem | false)[] = [
    incidents.total > 0 && {
      kind: "incidents", count: incidents.total, title: incidents.total === 1 ? "incident reported" : "incidents reported", note: null, href: "/incidents",
      first: incidents.first.map(({ id, title, target, reportedAt }) => ({ key: id, name: `${title} · ${refLabel(target)}`, note: reportedAt && formatUtc(reportedAt).slice(0, 16), href: incidentHref(id) })),
    },
    jobs.failed > 0 && {
      kind: "jobs", count: jobs.failed, title: jobs.failed === 1 ? "job whose last run failed" : "jobs whose last run failed", note: null, href: null,
      first: jobs.worst.map(({ job, run, state, at }) => ({ key: job, name: refLabel(job), note: `${state === "aborted" ? "aborted" : "failed"} ${formatUtc(at).slice(0, 16)}`, href: nodeHref(run) })),
    },
    freshness.late > 0 && {
      kind: "late", count: freshness.late, title: freshness.late === 1 ? "source is late" : "sources are late", href: FRESHNESS, first: [],
      note: lateWords(freshness),
    },
    watermark.lagMs > LATE_MS && {
      kind: "lag", count: null, title: `The graph is ${formatDuration(watermark.lagMs)} behind the ledger`, note: "What came since is safe in the ledger and not on these pages yet.", href: "/status", first: [],
    },
    watermark.deadLetters > 0 && mayReadDeadLetters && {
      kind: "deadLetters", count: watermark.deadLetters, title: watermark.deadLetters === 1 ? "record could not be drawn" : "records could not be drawn", note: "They stay in the ledger, with the reason.", href: "/dead-letters", first: [],
    },
    conflicts.total > 0 && {
      kind: "conflicts", count: conflicts.total, title: atLeast(conflicts.total, bounds, conflicts.total === 1 ? "thing with conflicting records" : "things with conflicting records"), note: null, href: null,
      first: conflicts.first.map(toNamed),
    },
    placeholders.total > 0 && {
      kind: "placeholders", count: placeholders.total, title: atLeast(placeholders.total, bounds, "expected, never seen"), note: null, href: null,
      first: placeholders.first.map(toNamed),
    },
  ];
  return items.filter((item) => item !== false);
}

/** What was looked at, for when nothing departs from normal. */
export function checkedWords(facts: { freshness: FreshnessFacts; departures: DepartureFacts; mayReadDeadLetters: boolean }): string[] {
  const { freshness, departures, mayReadDeadLetters } = facts;
  const { total, withoutRule } = freshness;
  return [
    "incidents",
    `${counted(total - withoutRule, "source")} on time${withoutRule > 0 ? ` (${formatCount(withoutRule)} more without a rule yet)` : ""}`,
    `the last run of ${counted(departures.jobs.total, "job")}`, "how far the graph is behind", ...(mayReadDeadLetters ? ["dead letters"] : []), "conflicts", "what was named and never seen",
  ];
}

const toNamed = ({ ref }: { ref: string }) => ({ key: ref, name: refLabel(ref), note: null, href: nodeHref(ref) });
const atLeast = (count: number, bounds: Bounds, words: string) => (count >= bounds.marked ? `or more ${words}` : words);

function lateWords({ late, total, withoutRule, sources, latest }: FreshnessFacts): string | null {
  if (late > 1 && late === total - withoutRule && latest !== null) return `All that can be judged: nothing has come since ${formatUtc(latest).slice(0, 16)} UTC.`;
  const [worst] = sources;
  return worst?.lateMs ? `Longest due: ${worst.name}, late ${formatDuration(worst.lateMs)}.` : null;
}
