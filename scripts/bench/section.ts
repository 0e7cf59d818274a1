import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Figure, Section } from "@/lib/benchmarks/measured";

export type { Figure, Section };

/** Prints a section as a table, and leaves it as JSON in the directory that `HEADWATER_BENCH_OUT` names, if it names one. */
export function writeSection(section: Section): void {
  process.stdout.write(`\n${tableOf(section)}\n`);
  const directory = process.env.HEADWATER_BENCH_OUT;
  if (!directory) return;
  mkdirSync(directory, { recursive: true });
  writeFileSync(join(directory, `${section.id}.json`), `${JSON.stringify(section, null, 2)}\n`);
}

/** A section in Markdown; a figure that is over its bound is marked. */
export function tableOf({ title, against, figures }: Section): string {
  const rows = [["What", "Headwater", "Reference", "Ratio", "Wanted"], ["---", "---", "---", "---", "---"], ...figures.map(cellsOf)];
  return [`## ${title}`, "", against, "", ...rows.map((cells) => `| ${cells.join(" | ")} |`), ""].join("\n");
}

function cellsOf({ what, ours, reference, ratio, wanted, met }: Figure): string[] {
  const bound = wanted === null ? "" : met === null ? wanted : `${wanted}: ${met ? "met" : "**not met**"}`;
  return [what, ours, reference ?? "", ratio === null ? "" : ratio.toFixed(2), bound];
}

/** The value below which that share of the values lies; 0 for none. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

export const median = (values: readonly number[]): number => quantile(values, 0.5);
