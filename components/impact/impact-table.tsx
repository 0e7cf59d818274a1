import { Crosshair } from "lucide-react";
import { formatCount, formatMean } from "@/components/format";
import { FateMark } from "@/components/lineage/fate-mark";
import { NodeLink, partyName } from "@/components/lineage/node-link";
import { Button } from "@/components/ui/button";
import { classNames } from "@/components/ui/class-names";
import { parseNodeRef } from "@/lib/lineage/node-ref";
import { refLabel } from "@/lib/lineage/ref-label";
import type { ImpactRow } from "./impact-summary";

const HEADS = [
  { word: "Class", width: "w-28" }, { word: "Node", width: "w-[25%]" }, { word: "Hops", width: "w-14", right: true, wideOnly: true }, { word: "Why", width: "w-[19%]", wideOnly: true },
  { word: "Via", width: "w-[13%]", wideOnly: true }, { word: "Owner", width: "w-[7%]", wideOnly: true }, { word: "Runs in", width: "", wideOnly: true },
  { word: "Predictions a day", width: "w-32", right: true, wideOnly: true },
] as const;

const NOTHING = <span className="text-ink-3">—</span>;

/** What is affected, the equal of the picture for keyboard and screen reader. On a narrow screen a list: class, node, and why below. */
export function ImpactTable({ rows, asOf, selected, drawn, onShow }: {
  rows: readonly ImpactRow[];
  asOf: string | null;
  selected: string | null;
  /** What has a card in the picture. */
  drawn: ReadonlySet<string>;
  onShow: (ref: string) => void;
}) {
  return (
    <div className="scroll-slim overflow-x-auto" tabIndex={0} role="region" aria-label="Affected">
      <table className="w-full table-fixed border-collapse text-12 wide:min-w-[820px] min-[1401px]:min-w-[980px]">
        <caption className="sr-only">Affected, most serious first</caption>
        <thead>
          <tr className="h-8 border-b border-line text-11 text-ink-3">
            {HEADS.map((head) => (
              <th key={head.word} scope="col" className={classNames("px-2 font-medium whitespace-nowrap first:pl-4 last:pr-4 narrow:first:pl-3", head.width, "right" in head ? "text-right" : "text-left", "wideOnly" in head && "narrow:hidden", head.word === "Via" && "max-[1400px]:hidden", head.word === "Node" && "narrow:w-auto")}>{head.word}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.ref} aria-selected={row.ref === selected || undefined} className="group h-8 border-b border-line align-middle last:border-0 aria-selected:bg-accent-soft narrow:h-auto narrow:align-top">
              <td className="pr-2 pl-4 narrow:pt-2.5 narrow:pl-3"><FateMark of={row.class} /></td>
              <th scope="row" className="px-2 text-left font-normal narrow:py-2.5 narrow:pr-3">
                <span className="flex min-w-0 items-center gap-1">
                  <span className="min-w-0 flex-1"><NodeLink nodeRef={row.ref} kind={row.kind} state={row.state} asOf={asOf} /></span>
                  {drawn.has(row.ref) && (
                    <Button look="ghost" size="icon-sm" className="opacity-0 group-hover:opacity-100 focus-visible:opacity-100 narrow:hidden" aria-label={`Show ${refLabel(row.ref)} in the picture`} title="Show in the picture" onClick={() => onShow(row.ref)}>
                      <Crosshair size={14} strokeWidth={1.75} aria-hidden />
                    </Button>
                  )}
                </span>
                <span className="mt-1 block pl-[26px] text-ink-2 wide:hidden">{row.reason}</span>
                <span className="block pl-[26px] text-ink-3 empty:hidden wide:hidden">{narrowFacts(row)}</span>
              </th>
              <td className="figures px-2 text-right narrow:hidden">{formatCount(row.distance)}</td>
              <td className="truncate px-2 text-ink-2 narrow:hidden" title={row.reason}>{row.reason}</td>
              <td className="truncate px-2 text-ink-2 max-[1400px]:hidden" title={viaName(row.via)}>{viaName(row.via)}</td>
              <td className="truncate px-2 text-ink-2 narrow:hidden">{row.owner === null ? NOTHING : partyName(row.owner)}</td>
              <td className="truncate px-2 text-ink-2 narrow:hidden" title={runsIn(row)}>{runsIn(row) ?? NOTHING}</td>
              <td className="figures pr-4 pl-2 text-right narrow:hidden">{row.predictionsPerDay === null ? NOTHING : formatMean(row.predictionsPerDay)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function nameOf(ref: string): string {
  return parseNodeRef(ref) === null ? "a node you may not see" : refLabel(ref);
}

const viaName = (via: string): string => nameOf(via);

/** The deployments that run it; a deployment is one itself. */
function runsIn({ kind, deployments }: ImpactRow): string | undefined {
  return kind === "deployment" || deployments.length === 0 ? undefined : deployments.map(nameOf).join(", ");
}

function narrowFacts(row: ImpactRow): string {
  const runs = runsIn(row);
  return [row.owner && partyName(row.owner), runs && `in ${runs}`, row.predictionsPerDay !== null && `${formatMean(row.predictionsPerDay)} predictions a day`].filter(Boolean).join(" · ");
}
