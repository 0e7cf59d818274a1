import Link from "next/link";
import { formatCount } from "@/components/format";
import { buttonClass } from "@/components/ui/button";

/**
 * The foot of a list: what is shown of how many, and the way on. `total` is `null` where nobody counted; `first` leads to the beginning
 * from a later page.
 */
export function ListFoot({ shown, total, next, first }: { shown: number; total: number | null; next: string | null; first: string | null }) {
  const isWhole = next === null && first === null;
  return (
    <div className="flex min-h-12 flex-wrap items-center gap-x-4 gap-y-1 border-t border-line px-4 py-2 text-12 text-ink-3">
      <span className="figures">
        {total === null ? `${formatCount(shown)} shown of more than were counted` : isWhole && shown === total ? `All ${formatCount(total)} shown` : `${formatCount(shown)} shown of ${formatCount(total)}`}
      </span>
      {!isWhole && (
        <span className="ml-auto flex gap-2">
          {first !== null && <Link href={first} className={buttonClass({ size: "sm" })}>First page</Link>}
          {next !== null && <Link href={next} className={buttonClass({ size: "sm" })}>Next page</Link>}
        </span>
      )}
    </div>
  );
}
