import { formatUtc } from "@/components/format";

/** An instant in UTC, to the second; `short` to the minute. The page says once that it is UTC. */
export function Instant({ at, short = false }: { at: string; short?: boolean }) {
  return <time dateTime={at} className="figures whitespace-nowrap">{short ? formatUtc(at).slice(0, 16) : formatUtc(at)}</time>;
}
