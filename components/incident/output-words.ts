export type OutputWords = {
  /** The figure or label that answers, as it was recorded. */
  answer: string;
  /** What the answer is called in the record: "score". */
  term: string;
  /** "anomaly", "no anomaly": a yes or no that was recorded beside it. */
  verdict: string | null;
  isAlarm: boolean;
  /** All else, flat. */
  rest: readonly (readonly [term: string, text: string])[];
};

/** Names under which models report, the likeliest first. */
const ANSWERS = ["score", "prediction", "value", "label", "class", "probability", "result", "output"];

function textOf(value: unknown): string {
  return typeof value === "string" ? value : typeof value === "number" || typeof value === "boolean" ? String(value) : JSON.stringify(value);
}

/** An output in the order in which it is read; `null` when nothing was recorded. Figures are as recorded, never rounded. */
export function outputWords(output: Readonly<Record<string, unknown>> | null): OutputWords | null {
  const entries = Object.entries(output ?? {}).filter(([, value]) => value !== null && value !== undefined);
  if (entries.length === 0) return null;
  const plain = (value: unknown) => typeof value === "number" || (typeof value === "string" && value.length <= 80);
  const answer =
    ANSWERS.map((name) => entries.find(([term, value]) => term.toLowerCase() === name && plain(value))).find((it) => it !== undefined) ??
    entries.find(([, value]) => typeof value === "number") ?? entries.find(([, value]) => plain(value) || typeof value === "boolean") ?? entries[0]!;
  const verdict = entries.find(([term, value]) => typeof value === "boolean" && term !== answer[0]);
  return {
    answer: textOf(answer[1]),
    term: answer[0],
    verdict: verdict === undefined ? null : verdict[1] === true ? verdict[0] : `no ${verdict[0]}`,
    isAlarm: verdict?.[1] === true,
    rest: entries.filter((it) => it !== answer && it !== verdict).map(([term, value]) => [term, textOf(value)] as const),
  };
}
