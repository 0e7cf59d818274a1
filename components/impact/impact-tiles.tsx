import { LockKeyhole } from "lucide-react";
import type { ReactNode } from "react";
import { formatCount } from "@/components/format";
import { FATE_WORDS, FateIcon } from "@/components/lineage/fate-mark";
import { IMPACT_CLASSES, type ImpactClass } from "@/lib/lineage/impact-classes";

const MEANINGS: Record<ImpactClass, string> = { lost: "nothing left to live on", degraded: "some inputs remain", doubtful: "inferred, or not read lately" };
const ICON_COLORS: Record<ImpactClass, string> = { lost: "text-bad-mark", degraded: "text-warn-mark", doubtful: "text-ink-3" };
const TILE = "grid min-w-0 content-start border-r border-line px-4 py-3 text-left narrow:border-b narrow:px-3";

/** How many of each class, of all that is affected. A press lists one class only, a second one all again. */
export function ImpactTiles({ classes, definitions, hidden, only, onOnly }: {
  classes: Record<ImpactClass, number>;
  definitions: { total: number; unaffected: number };
  hidden: number;
  only: ImpactClass | null;
  onOnly: (only: ImpactClass | null) => void;
}) {
  return (
    <div role="group" aria-label="How it is hit" className="flex flex-none *:w-[150px] narrow:grid narrow:grid-cols-2 narrow:*:w-auto">
      {IMPACT_CLASSES.map((it) => (
        <button
          key={it}
          type="button"
          aria-pressed={it === only}
          disabled={classes[it] === 0}
          onClick={() => onOnly(it === only ? null : it)}
          className={`${TILE} -outline-offset-2 enabled:hover:bg-sunken aria-pressed:bg-sunken aria-pressed:shadow-[inset_0_-2px_var(--color-ink)]`}
        >
          <TileText icon={<span className={classes[it] === 0 ? "text-ink-3" : ICON_COLORS[it]}><FateIcon of={it} size={16} /></span>} word={FATE_WORDS[it].word} count={classes[it]} note={MEANINGS[it]} />
        </button>
      ))}
      <div className={TILE}>
        <TileText icon={<span className="text-ink-3"><FateIcon of="unaffected" size={16} /></span>} word="Unaffected" count={definitions.unaffected} note={`of ${formatCount(definitions.total)} definitions that you may see`} />
      </div>
      {hidden > 0 && (
        <div className={TILE}>
          <TileText icon={<LockKeyhole size={16} strokeWidth={1.75} className="text-ink-3" aria-hidden />} word="Hidden" count={hidden} note="of these you may not see: counted, not named" />
        </div>
      )}
    </div>
  );
}

function TileText({ icon, word, count, note }: { icon: ReactNode; word: string; count: number; note: string }) {
  return (
    <>
      <span className="flex items-center gap-2 text-12 font-semibold">{icon}{word}</span>
      <span className={`figures text-24 font-semibold ${count === 0 ? "text-ink-3" : ""}`}>{formatCount(count)}</span>
      <span className="text-11 text-ink-3">{note}</span>
    </>
  );
}
