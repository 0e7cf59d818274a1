import { Route, ServerOff } from "lucide-react";
import { counted, formatUtc } from "@/components/format";
import { awayWords } from "@/components/shell/graph-away";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { defaultPlane, type ExplorerView } from "@/lib/explorer-view";
import type { GraphAway } from "@/lib/graph-away";
import { NO_START } from "@/lib/layout/overview-picture";
import type { Picture } from "@/lib/layout/picture";
import { parseInstant } from "@/lib/time";
import { GroupNote } from "./group-note";
import { MAX_CARDS } from "./lineage-graph";

/** A picture never holds more than this: above, the outline alone goes on. */
export const MAX_DRAWN = 500;

/** A definition that was looked at among instances. */
export function standsAlone({ ref, plane }: ExplorerView, { nodes }: Picture): boolean {
  return plane === "instance" && nodes.length === 1 && ref !== null && defaultPlane(ref) === "definition";
}

/** What the picture cannot show by itself, over its upper edge. */
export function PictureNotes({ picture, view, away, onRetry, onShowHidden }: { picture: Picture; view: ExplorerView; away: GraphAway | null; onRetry: () => void; onShowHidden: () => void }) {
  const alone = picture.start !== NO_START && picture.nodes.length === 1 && picture.counts.total === 1;
  const firstSeen = picture.nodes.find(({ id }) => id === picture.start)?.at ?? null;
  const isBefore = view.asOf !== null && firstSeen !== null && parseInstant(firstSeen)! > parseInstant(view.asOf)!;
  const where = view.direction === "both" ? "upstream or downstream" : view.direction;
  const notes = [
    away && <span key="failed" role="alert" className="flex items-center gap-3">{awayWords(away).title} at {formatUtc(away.at).slice(11)} UTC. This is the answer before. <Button size="sm" onClick={onRetry}>Try again</Button></span>,
    alone && <span key="alone">{isBefore ? `It was not there yet: it was first seen at ${formatUtc(firstSeen)}.` : standsAlone(view, picture) ? "A definition has no place among instances. The outline lists its newest to start from." : view.asOf ? `Nothing ${where} at this time.` : view.plane === "instance" ? `No instance is recorded ${where} of it.` : `Nothing recorded ${where}.`}{view.direction === "upstream" && !view.asOf && " Sources start here."}</span>,
    picture.groupedByItself !== undefined && <GroupNote key="grouped" picture={picture} view={view} />,
    picture.notFound.length > 0 && <span key="gone">{counted(picture.notFound.length, "expanded node is", "expanded nodes are")} not there any more.</span>,
    picture.withoutMarks && <span key="marks">Freshness and quality could not be read. The lineage is whole.</span>,
    view.hidden.length > 0 && <span key="hidden" className="flex items-center gap-3">{counted(view.hidden.length, "node")} hidden by you. <Button size="sm" onClick={onShowHidden}>Show again</Button></span>,
    picture.nodes.length > MAX_CARDS && picture.nodes.length <= MAX_DRAWN && <span key="many">Over {MAX_CARDS} nodes: drawn as shapes. The outline has the details.</span>,
  ].filter(Boolean);
  if (notes.length === 0) return null;
  return (
    <div className="absolute top-10 left-1/2 z-20 grid w-max max-w-[calc(100%-32px)] -translate-x-1/2 gap-2">
      {notes.map((note, index) => <div key={index} className="rounded border border-line-strong bg-surface px-3 py-1.5 text-12 text-ink-2">{note}</div>)}
    </div>
  );
}

/** What stands where a picture would hold too much. */
export function TooLarge({ count, onFold }: { count: number; onFold: () => void }) {
  return (
    <div className="dotted grid size-full place-items-center p-6">
      <div className="w-full max-w-sm rounded border border-line bg-surface p-4">
        <Notice icon={<Route size={20} strokeWidth={1.75} aria-hidden />} title={`${counted(count, "node is", "nodes are")} too many to draw`} actions={<Button onClick={onFold}>Fold everything up</Button>}>
          The picture stops at {MAX_DRAWN}. The outline holds them all; fold something up, or start from a node nearer to what you look for.
        </Notice>
      </div>
    </div>
  );
}

/** What stands where no picture came, and none was before. */
export function PictureFailure({ away, onRetry, isPending }: { away: GraphAway; onRetry: () => void; isPending: boolean }) {
  const { title, why } = awayWords(away);
  return (
    <div className="dotted grid size-full place-items-center p-6">
      <div role="alert" className="w-full max-w-sm rounded border border-line bg-surface p-4">
        <Notice icon={<ServerOff size={20} strokeWidth={1.75} aria-hidden />} title={title} actions={<Button disabled={isPending} onClick={onRetry}>Try again</Button>}>
          {why}
        </Notice>
      </div>
    </div>
  );
}
