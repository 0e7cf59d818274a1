import type { Difference, DifferenceKind, FieldChange } from "@/lib/lineage/compare-graphs";
import { refLabel } from "@/lib/lineage/ref-label";
import { parseNodeRef } from "@/lib/lineage/node-ref";
import type { Tone } from "@/components/ui/mark";
import { CONFIDENCE_WORDS, stateWord } from "./node-words";

export const DIFFERENCES: Record<DifferenceKind, { word: string; tone: Tone }> = {
  added: { word: "Added", tone: "good" },
  removed: { word: "Removed", tone: "bad" },
  changed: { word: "Changed", tone: "warn" },
};

/** Which change of several is told first. */
const ORDER: readonly FieldChange["field"][] = ["serves", "state", "trusted", "owner", "confidence", "stale"];

/** What became of something, a few words for each field: ["Runs @7, was @6", "owner sre-ml, was data"]. */
export function differenceParts({ kind, fields }: Difference): string[] {
  if (kind !== "changed") return [DIFFERENCES[kind].word];
  const isServed = fields.some(({ field, is }) => field === "serves" && is === null);
  return ORDER.flatMap((field) => {
    const change = fields.find((it) => it.field === field);
    // that nothing runs any more is what undeployed means
    return change === undefined || (field === "state" && isServed) ? [] : [fieldWords(change)];
  });
}

/** All of it in one line. */
export function differenceWords(change: Difference): string {
  return differenceParts(change).map((part, index) => (index === 0 ? part : part.charAt(0).toLowerCase() + part.slice(1))).join(", ");
}

function fieldWords({ field, was, is }: FieldChange): string {
  switch (field) {
    case "state": return `${stateName(was)}, now ${stateName(is).toLowerCase()}`;
    case "owner": return is === null ? `No owner, was ${partyOf(was)}` : was === null ? `Owner ${partyOf(is)}` : `Owner ${partyOf(is)}, was ${partyOf(was)}`;
    case "serves": return is === null ? `Undeployed, ran ${modelName(was, null)}` : was === null ? `Runs ${modelName(is, null)}` : `Runs ${modelName(is, was)}, was ${modelName(was, is)}`;
    case "trusted": return is === "yes" ? "Declared trusted" : "Declared untrusted";
    case "confidence": return `${confidenceName(is)}, was ${confidenceName(was).toLowerCase()}`;
    case "stale": return is === "yes" ? "Now stale" : "No longer stale";
  }
}

const stateName = (state: string | null): string => stateWord(state)?.word ?? state ?? "Unknown";
const confidenceName = (confidence: string | null): string => (confidence !== null && confidence in CONFIDENCE_WORDS ? CONFIDENCE_WORDS[confidence as keyof typeof CONFIDENCE_WORDS].word : "Unknown");
const partyOf = (ref: string | null): string => (ref === null ? "nobody" : refLabel(ref));

/** "@7" beside another version of the same model, else its name; what may not be seen has none. */
function modelName(ref: string | null, beside: string | null): string {
  const parsed = ref === null ? null : parseNodeRef(ref);
  if (ref === null || parsed === null) return "a version you may not see";
  const other = beside === null ? null : parseNodeRef(beside);
  return other && other.namespace === parsed.namespace && other.name.join("/") === parsed.name.join("/") ? `@${parsed.version}` : refLabel(ref);
}
