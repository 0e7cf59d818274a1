import { parseNodeRef } from "./node-ref";

/** A signature or digest as version is cut to what people compare. */
const SIGNATURE = /^[0-9a-f]{12,}$/;

/** "latency_p99_15m@2": what a sentence calls the thing of a reference. A column and a feature go without the name of what holds them. */
export function refLabel(ref: string): string {
  const parsed = parseNodeRef(ref);
  if (parsed === null) return ref;
  const { kind, name, version } = parsed;
  const word = kind === "feature" || kind === "column" ? name.at(-1) : name.join("/");
  return version === undefined ? `${word}` : `${word}@${SIGNATURE.test(version) ? version.slice(0, 7) : version}`;
}
