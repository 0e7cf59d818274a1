import { counted, formatCount, formatUtc } from "@/components/format";

export type FactLine = { term: string; text: string; isCode: boolean };

const INSTANT = /^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/;
const CODE = /^(sha256:[0-9a-f]+|[a-z]+:\/\/.+|[a-z]+:[^\s:]*:\S+)$/;
/** The panel says these above the facts. */
const SAID: ReadonlySet<string> = new Set(["namespace", "name", "version", "owner"]);
const MAX_LINES = 24;
const MAX_TEXT = 400;

/** "samplingIntervalMs" as "Sampling interval, ms": the names of facts come from many tools. */
export function factTerm(name: string): string {
  const words = name.replace(/([a-z0-9])([A-Z])/g, "$1 $2").replaceAll("_", " ").toLowerCase();
  const unit = / (ms|bytes)$/.exec(words)?.[1];
  const term = unit ? `${words.slice(0, -unit.length - 1)}, ${unit}` : words;
  return term.charAt(0).toUpperCase() + term.slice(1);
}

function factText(value: unknown): string | null {
  if (typeof value === "string") return INSTANT.test(value) ? formatUtc(value) : value.slice(0, MAX_TEXT);
  if (typeof value === "number") return Number.isSafeInteger(value) && value >= 0 ? formatCount(value) : String(value);
  if (typeof value === "boolean") return value ? "Yes" : "No";
  if (Array.isArray(value)) {
    const texts = value.map((item) => (typeof item === "object" && item !== null && "name" in item ? String(item.name) : factText(item))).filter((text) => text !== null);
    if (texts.length === 0) return null;
    return texts.length <= 8 ? texts.join(", ") : `${texts.slice(0, 8).join(", ")} and ${counted(texts.length - 8, "more", "more")}`;
  }
  return null;
}

/** Facts as lines to read: flat ones as they are, one level of nesting joined, what is deeper, empty or said elsewhere left out. */
export function factLines(facts: Record<string, unknown>): FactLine[] {
  const lines: FactLine[] = [];
  const add = (name: string, value: unknown) => {
    const text = factText(value);
    if (text !== null && text !== "") lines.push({ term: factTerm(name), text, isCode: typeof value === "string" && CODE.test(value) });
  };
  for (const [name, value] of Object.entries(facts)) {
    if (SAID.has(name)) continue;
    if (value !== null && typeof value === "object" && !Array.isArray(value)) {
      for (const [inner, nested] of Object.entries(value)) add(`${name} ${inner}`, nested);
    } else add(name, value);
  }
  return lines.slice(0, MAX_LINES);
}
