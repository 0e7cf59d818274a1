import "server-only";
import type { Plan } from "neo4j-driver";
import { cellText } from "./cell-text";

const WIDEST = 80;

/** Rows under their columns, aligned, numbers to the right. Long values are cut. */
export function tableText(columns: readonly string[], rows: readonly (readonly unknown[])[]): string[] {
  const isNumeric = columns.map((_, i) => rows.length > 0 && rows.every((row) => typeof row[i] === "number" || row[i] === null));
  const lines = [columns.map((column) => cut(cellText(column))), ...rows.map((row) => row.map((value) => cut(cellText(value))))];
  const widths = columns.map((_, i) => Math.max(...lines.map((line) => lengthOf(line[i]!))));
  const text = (line: string[]): string => line.map((cell, i) => pad(cell, widths[i]!, isNumeric[i]!)).join("  ").trimEnd();
  return [text(lines[0]!), widths.map((width) => "─".repeat(width)).join("  "), ...lines.slice(1).map(text)];
}

/** The steps of a plan, the last first, with what each was expected to come to and did. */
export function planText(plan: Plan): string[] {
  const lines: unknown[][] = [];
  const visit = ({ operatorType, arguments: said, children, ...more }: Plan, depth: number): void => {
    const { dbHits, rows } = more as { dbHits?: number; rows?: number };
    lines.push([`${"  ".repeat(depth)}${operatorType.replace(/@.*$/, "")}`, Math.round(Number(said.EstimatedRows ?? 0)), rows ?? null, dbHits ?? null, String(said.Details ?? "")]);
    for (const child of children) visit(child, depth + 1);
  };
  visit(plan, 0);
  return tableText(["step", "expected rows", "rows", "hits", "details"], lines);
}

const lengthOf = (text: string): number => [...text].length;
const cut = (text: string): string => (lengthOf(text) <= WIDEST ? text : `${[...text].slice(0, WIDEST - 1).join("")}…`);
const pad = (text: string, width: number, toTheRight: boolean): string => {
  const blank = " ".repeat(Math.max(0, width - lengthOf(text)));
  return toTheRight ? blank + text : text + blank;
};
