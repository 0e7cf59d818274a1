"use client";
import { ArrowDown, Route, X } from "lucide-react";
import { counted, formatCount } from "@/components/format";
import { Button } from "@/components/ui/button";
import { CutMiddle } from "@/components/ui/cut-middle";
import { Notice } from "@/components/ui/notice";
import { parseNodeRef, type NodeKind } from "@/lib/lineage/node-ref";
import { refLabel } from "@/lib/lineage/ref-label";
import { KindGlyph } from "./kind-glyph";
import { versionLabel } from "./node-words";

/** A node on a way; both are `null` for what may not be seen. */
export type WayStep = { ref: string | null; kind: NodeKind | null };

/** The ways between two chosen nodes, each along the flow of data, shortest first. */
export type DrawnWays = {
  from: string;
  to: string;
  direction: "upstream" | "downstream" | null;
  ways: WayStep[][];
  /** All of them, drawn or not; `null` where they are too many to count. */
  total: number | null;
  /** One of the two is not there, or may not be seen. */
  isUnknown: boolean;
};

/** What stands between two data, and is no step of its own. */
const RIDES: ReadonlySet<NodeKind | null> = new Set<NodeKind | null>(["jobversion", "job", "run"]);

const hopsOf = (way: readonly WayStep[]): number => Math.max(1, way.filter(({ kind }) => !RIDES.has(kind)).length - 1);

function countOf({ ways, total }: DrawnWays): string {
  if (total === null) return `More ways than can be counted. The ${formatCount(ways.length)} shortest`;
  return total > ways.length ? `${counted(total, "way")}, the ${formatCount(ways.length)} shortest drawn` : `${counted(total, "way")}, shortest first`;
}

/** The list of the ways that the picture lights. Pressing a node selects it. */
export function WaysPanel({ ways, onSelect, onClose }: { ways: DrawnWays; onSelect: (id: string) => void; onClose: () => void }) {
  const ends = ways.direction === "upstream" ? [ways.to, ways.from] : [ways.from, ways.to];
  return (
    <>
      <div className="flex min-h-10 flex-none items-center gap-2 border-b border-line pr-2 pl-4">
        <h2 tabIndex={-1} className="text-12">Ways</h2>
        <span className="truncate text-12 text-ink-3">{ends.map((ref) => refLabel(ref)).join(" to ")}</span>
        <Button look="ghost" size="icon-sm" className="ml-auto" aria-label="Close the ways" onClick={onClose}><X size={16} strokeWidth={1.75} aria-hidden /></Button>
      </div>
      <div className="scroll-slim min-h-0 flex-1 overflow-y-auto">
        {ways.direction === null ? (
          <div className="p-4">
            <Notice icon={<Route size={20} strokeWidth={1.75} aria-hidden />} title={ways.isUnknown ? "One of the two is not there" : "No way between them"}>
              {ways.isUnknown ? "You may not see it, or it does not exist at this time." : "Neither is upstream of the other at this time."}
            </Notice>
          </div>
        ) : (
          <>
            <p role="status" className="figures border-b border-line px-4 py-2 text-12 text-ink-2">{countOf(ways)}</p>
            <ol aria-label="Ways, shortest first">
              {ways.ways.map((way, index) => (
                <li key={index} className="border-b border-line px-4 py-3">
                  <div className="figures mb-1.5 text-11 text-ink-3">{index + 1}. {counted(hopsOf(way), "hop")}</div>
                  <ol className="grid gap-0.5">
                    {way.map(({ ref, kind }, at) => (
                      <li key={at} className="flex min-w-0 items-center gap-2 text-12">
                        {at > 0 && <ArrowDown size={10} aria-hidden className="-mr-1 flex-none text-ink-3" />}
                        <KindGlyph kind={kind} size={16} />
                        {ref === null
                          ? <span className="text-ink-3">A node you may not see</span>
                          : (
                            <button type="button" onClick={() => onSelect(ref)} title={ref} className="flex h-6 min-w-0 flex-1 items-center gap-1 text-left hover:text-accent narrow:h-10">
                              <CutMiddle>{parseNodeRef(ref)?.name.join("/") ?? ref}</CutMiddle>
                              <span className="max-w-24 flex-none truncate font-mono text-11 text-ink-2">{versionLabel(parseNodeRef(ref)?.version ?? null)}</span>
                            </button>
                          )}
                      </li>
                    ))}
                  </ol>
                </li>
              ))}
            </ol>
          </>
        )}
      </div>
    </>
  );
}
