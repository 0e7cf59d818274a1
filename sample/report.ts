import { formatRef } from "@/lib/lineage/node-ref";
import { evaluate, type Metrics } from "./evaluate";
import { SLOTS_PER_DAY } from "./features";
import { productionScore } from "./prediction-events";
import type { FamilyStudy } from "./study-models";
import type { SourceStudy } from "./study-sources";
import type { Window } from "./cut-windows";
import { instant, iso, predictionId, type World } from "./world";

/** About how many events one copy of the world has; exact but for what happens once. */
export function expectedEvents({ study }: World): number {
  let count = 0;
  for (const source of study.sources.values()) count += 2 * source.windows.length + source.hourly.size + source.baselines.size;
  return count;
}

/** A prediction worth a look, and why. */
export type Highlight = { what: string; prediction: string; at: string; original: string; score: number; threshold: number; version: 1 | 2 };

/** For each labelled failure of the latency and auto-scaling series: its first alarm, or the strongest prediction of those that missed it. */
export function highlights(world: World, series: readonly string[] = ["ec2_request_latency_system_failure", "cpu_utilization_asg_misconfiguration"]): Highlight[] {
  return world.study.families.flatMap((study) => study.sources.filter((source) => series.includes(source.spec.name)).flatMap((source) =>
    source.labels.flatMap((_, index) => {
      const scores = source.windows.filter((window) => source.labelOf.get(window.slot) === index).map((window) => ({ window, ...productionScore(world, study, source, window) }));
      if (scores.length === 0) return [];
      const alarm = scores.find((score) => score.anomaly);
      const shown = alarm ?? scores.reduce((best, score) => (score.score > best.score ? score : best));
      const { window, score, threshold, version } = shown;
      return [{
        what: `${source.spec.name}, failure ${index + 1} of ${source.labels.length}: ${alarm ? "first alarm" : "missed, highest score"}`,
        prediction: formatRef("prediction", world.ops, predictionId(world, source.spec.name, window, "prod")),
        at: instant(world, window.slot, 45),
        original: iso(window.start),
        score, threshold, version,
      }];
    })));
}

/** How each family's predictions in production did against the labels, by the version that made them. */
export function liveMetrics(world: World): { model: string; version: 1 | 2; metrics: Metrics }[] {
  return world.study.families.flatMap((study) => ([1, 2] as const).flatMap((version) => {
    const rows = study.sources.flatMap((source) => source.windows.flatMap((window) => {
      const score = productionScore(world, study, source, window);
      return score.version === version ? [{ alarm: score.anomaly, group: groupOf(source, window) }] : [];
    }));
    return rows.length === 0 ? [] : [{ model: study.family.model, version, metrics: evaluate(rows, rows.length / SLOTS_PER_DAY) }];
  }));
}

/** All of it as text, for `--report`. */
export function reportText(world: World): string {
  const lines = ["Registered metrics (version 1: its own snapshot; version 2: held out)"];
  for (const { family, first, second, promoted, review } of world.study.families) {
    lines.push(`  ${family.model}@1  ${metricsText(first.metrics)}`);
    if (second) lines.push(`  ${family.model}@2  ${metricsText(second.metrics)}; version 1 on the same windows: F1 ${fixed(second.metrics.previous_f1)}; ${fate(promoted, review)}`);
    else lines.push(`  ${family.model}@2  not trained: its snapshot has no labelled window`);
  }
  lines.push("Predictions in production against the labels");
  for (const { model, version, metrics } of liveMetrics(world)) lines.push(`  ${model}@${version}  ${metricsText(metrics)}`);
  lines.push("Worth a look");
  for (const highlight of highlights(world)) lines.push(...highlightLines(highlight));
  return lines.join("\n");
}

export function highlightLines({ what, prediction, at, original, score, threshold, version }: Highlight): string[] {
  return [`  ${what}`, `    ${prediction}  version ${version}, score ${score} against ${threshold}, ${at} (recorded ${original})`];
}

function groupOf(source: SourceStudy, window: Window): string | null {
  const index = source.labelOf.get(window.slot);
  return index === undefined ? null : `${source.spec.name}#${index}`;
}

function metricsText(metrics: Metrics): string {
  const rates = metrics.labelled_windows === 0 ? "no labelled window" : `precision ${fixed(metrics.precision)}, recall ${fixed(metrics.recall)}, F1 ${fixed(metrics.f1)}, failures found ${fixed(metrics.failures_found)}`;
  return `${rates}, false alarms per source and day ${fixed(metrics.false_alarms_per_day)}, ${metrics.windows} windows`;
}

function fate(promoted: boolean, review: FamilyStudy["review"]): string {
  if (!promoted) return "not promoted";
  return review?.rolledBack ? "promoted, rolled back" : "promoted";
}

function fixed(x: number | undefined): string {
  return x === undefined ? "-" : x.toFixed(3);
}
