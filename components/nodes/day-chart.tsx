import { formatCount } from "@/components/format";
import type { Day } from "./node-page-content";
import { Nothing } from "./nothing";

const DAYS = 30;

/** Predictions a day over the 30 UTC days that end with `lastDay`: bars, and the same in words for who does not see them. */
export function DayChart({ days, lastDay }: { days: readonly Day[]; lastDay: string }) {
  const end = Date.parse(`${lastDay}T00:00:00Z`);
  const counts = new Map(days.map(({ day, count }) => [day, count]));
  const all = Array.from({ length: DAYS }, (_, index) => {
    const day = new Date(end - (DAYS - 1 - index) * 86_400_000).toISOString().slice(0, 10);
    return { day, count: counts.get(day) ?? 0 };
  });
  const most = Math.max(...all.map(({ count }) => count));
  const sum = all.reduce((total, { count }) => total + count, 0);
  if (sum === 0) return <Nothing>None in the 30 days until {lastDay}.</Nothing>;
  return (
    <figure className="px-4 py-3">
      <svg viewBox="0 0 300 56" preserveAspectRatio="none" className="h-14 w-full text-ink-2" role="img" aria-label={`Predictions a day until ${lastDay}, at most ${most} a day, ${sum} in all`}>
        {all.map(({ day, count }, index) => {
          const height = count === 0 ? 1 : Math.max(2, (count / most) * 54);
          return <rect key={day} x={index * 10 + 1} y={56 - height} width="8" height={height} fill="currentColor" opacity={count === 0 ? 0.35 : 1}><title>{`${day}: ${count}`}</title></rect>;
        })}
      </svg>
      <figcaption className="figures mt-1 flex justify-between text-11 text-ink-3">
        <span>{all[0]!.day}</span>
        <span>{formatCount(sum)} in 30 days, at most {formatCount(most)} a day</span>
        <span>{lastDay}</span>
      </figcaption>
    </figure>
  );
}
