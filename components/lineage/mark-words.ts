import { counted, formatDuration, formatUtc } from "@/components/format";
import type { Tone } from "@/components/ui/mark";
import type { PictureNode } from "@/lib/layout/picture";
import type { FreshnessMark, NodeMarks } from "@/lib/lineage/node-marks";
import { stateWord, type StateIcon } from "./node-words";

export type MarkIcon = StateIcon | "fresh" | "late" | "quality" | "incident";
/** One mark: `word` is on the card, `title` explains it. What departs from normal is `exceptional`. */
export type NodeMark = { key: string; word: string; title: string; tone: Tone; icon: MarkIcon; exceptional: boolean };

const MOST = 3;
const NORMAL_STATES: ReadonlySet<string> = new Set(["active", "complete"]);

/** At most three marks in the order state, incident, failure, freshness, quality; when there are more, what is normal gives way. */
export function cardMarks(node: Pick<PictureNode, "state" | "conflict" | "marks">): NodeMark[] {
  const all = nodeMarks(node);
  while (all.length > MOST) {
    const normal = all.findLastIndex(({ exceptional }) => !exceptional);
    all.splice(normal === -1 ? all.length - 1 : normal, 1);
  }
  return all;
}

/** All marks of a node that a card could show. */
export function nodeMarks({ state, conflict, marks = {} }: Pick<PictureNode, "state" | "conflict" | "marks">): NodeMark[] {
  const said = stateWord(state);
  const { incidents, failure, freshness, quality } = marks;
  return [
    ...(said && state !== null ? [{ key: "state", word: said.word, title: `State: ${said.word}`, tone: said.tone, icon: said.icon, exceptional: !NORMAL_STATES.has(state) }] : []),
    ...(conflict ? [{ key: "conflict", word: "Conflict", title: "Two records with different content claim to be this", tone: "warn" as const, icon: "quality" as const, exceptional: true }] : []),
    ...(incidents ? [{ key: "incident", word: counted(incidents, "incident"), title: `${counted(incidents, "incident")} reported about it`, tone: "bad" as const, icon: "incident" as const, exceptional: true }] : []),
    ...(failure ? [failureMark(failure)] : []),
    ...(freshness ? [freshnessMark(freshness)] : []),
    ...(quality && quality.violations > 0 ? [{ key: "quality", word: "Below quality", title: qualityWord(quality), tone: "warn" as const, icon: "quality" as const, exceptional: true }] : []),
  ];
}

function freshnessMark(freshness: FreshnessMark): NodeMark {
  const isLate = freshness.lateMs !== null && freshness.lateMs > 0;
  const word = isLate ? `Late ${formatDuration(freshness.lateMs!)}` : formatDuration(freshness.ageMs);
  return { key: "freshness", word, title: freshnessWord(freshness), tone: isLate ? "warn" : "quiet", icon: isLate ? "late" : "fresh", exceptional: isLate };
}

function failureMark({ what, at }: NonNullable<NodeMarks["failure"]>): NodeMark {
  const isRun = what === "failed" || what === "aborted";
  const word = isRun ? `Last run ${what}` : "Failure";
  return { key: "failure", word, title: isRun ? `The newest run of its job ${what === "failed" ? "failed" : "was aborted"}, begun at ${formatUtc(at)} UTC` : `${failureKind(what)} failure at ${formatUtc(at)} UTC`, tone: "bad", icon: "failed", exceptional: true };
}

const failureKind = (what: string): string => what.charAt(0).toUpperCase() + what.slice(1);

/** "Newest batch 2 min old, of 2026-11-23 07:40:04 UTC; at most 10 min expected, as declared". */
export function freshnessWord({ of, latest, ageMs, lateMs, rule }: FreshnessMark): string {
  const late = lateMs !== null && lateMs > 0 ? `, late ${formatDuration(lateMs)}` : "";
  const expected = rule === null ? "" : `; at most ${formatDuration(rule.limitMs)} expected, ${rule.from === "declared" ? "as declared" : "from its own past"}`;
  return `Newest ${of} ${formatDuration(ageMs)} old, of ${formatUtc(latest)} UTC${late}${expected}`;
}

/** "Complete to 99.5 %, no violations". */
export function qualityWord({ violations, completeness, nullRatio }: NonNullable<NodeMarks["quality"]>): string {
  const percent = (share: number) => `${Number((share * 100).toFixed(1))} %`;
  const parts = [
    completeness === null ? null : `Complete to ${percent(completeness)}`,
    nullRatio === null ? null : `${percent(nullRatio)} nulls`,
    violations === 0 ? null : `departs from its declaration in ${counted(violations, "way")}`,
  ].filter((it) => it !== null);
  const text = parts.join(", ");
  return text === "" ? "Nothing departs from its declaration" : text.charAt(0).toUpperCase() + text.slice(1);
}
