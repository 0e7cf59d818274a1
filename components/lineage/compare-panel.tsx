"use client";
import { ArrowRight, ChevronDown, ChevronUp, Eye, EyeOff, X } from "lucide-react";
import { useState } from "react";
import { counted } from "@/components/format";
import { Button } from "@/components/ui/button";
import { CutMiddle } from "@/components/ui/cut-middle";
import { Mark } from "@/components/ui/mark";
import type { Selection } from "@/lib/explorer-view";
import type { ComparedInstants, Picture, PictureEdge, PictureNode } from "@/lib/layout/picture";
import type { DifferenceKind } from "@/lib/lineage/compare-graphs";
import { comparisonNote } from "./comparison-note";
import { DifferenceIcon } from "./difference-mark";
import { DIFFERENCES, differenceWords } from "./difference-words";
import { KindGlyph } from "./kind-glyph";
import { nodeTitle, versionLabel } from "./node-words";
import { instantWords, periodWords, toMillis } from "./time-ticks";

const KINDS: readonly DifferenceKind[] = ["added", "removed", "changed"];
/** Rows of a section before the rest is asked for. */
const ROWS = 12;

export type ComparePanelProps = {
  /** The whole comparison, also while only what changed is drawn. */
  picture: Picture & { compared: ComparedInstants };
  onlyChanged: boolean;
  onOnlyChanged: (onlyChanged: boolean) => void;
  onSelect: (selection: Selection) => void;
  onClose: () => void;
};

/** What became of the picture between two instants, as a list: added, removed, changed. A row selects what it is about. */
export function ComparePanel({ picture, onlyChanged, onOnlyChanged, onSelect, onClose }: ComparePanelProps) {
  const [isOpen, setOpen] = useState(false);
  const { from, to } = picture.compared;
  const nodes = picture.nodes.filter(({ change }) => change);
  const edges = picture.edges.filter(({ change }) => change);
  const note = comparisonNote(picture);
  const words = periodWords(from, to, picture.watermark.recordedAt);
  const folds = isOpen ? "" : "narrow:hidden";
  return (
    <>
      <div className="flex min-h-10 flex-none items-center gap-2 border-b border-line pr-2 pl-4">
        <h2 className="text-12 whitespace-nowrap"><time dateTime={from}>{words.from}</time> to {to === null ? words.to : <time dateTime={to}>{words.to}</time>}</h2>
        <span className="truncate text-12 text-ink-3">{counted(nodes.length, "node")}, {counted(edges.length, "edge")}</span>
        <span className="ml-auto flex flex-none">
          <Button look="ghost" size="icon-sm" className="wide:hidden" aria-label={isOpen ? "Fold the list" : "Unfold the list"} aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>{isOpen ? <ChevronDown size={16} aria-hidden /> : <ChevronUp size={16} aria-hidden />}</Button>
          <Button look="ghost" size="icon-sm" aria-label="Stop comparing" title="Stop comparing" onClick={onClose}><X size={16} strokeWidth={1.75} aria-hidden /></Button>
        </span>
      </div>
      <div className={`scroll-slim min-h-0 flex-1 overflow-y-auto pb-2 ${folds}`}>
        {note && <p className="px-4 py-3 text-12 text-ink-2">{note}</p>}
        {KINDS.map((kind) => (
          <Section key={kind} kind={kind} picture={picture} nodes={nodes.filter(({ change }) => change!.kind === kind)} edges={edges.filter(({ change }) => change!.kind === kind)} onSelect={onSelect} />
        ))}
      </div>
      <div className={`flex flex-none border-t border-line p-3 ${folds}`}>
        <Button className="w-full aria-pressed:border-accent aria-pressed:bg-accent-soft aria-pressed:text-accent" aria-pressed={onlyChanged} onClick={() => onOnlyChanged(!onlyChanged)}>
          {onlyChanged ? <Eye size={14} strokeWidth={1.75} aria-hidden /> : <EyeOff size={14} strokeWidth={1.75} aria-hidden />}Only what changed
        </Button>
      </div>
    </>
  );
}

function Section({ kind, picture, nodes, edges, onSelect }: { kind: DifferenceKind; picture: ComparePanelProps["picture"]; nodes: readonly PictureNode[]; edges: readonly PictureEdge[]; onSelect: ComparePanelProps["onSelect"] }) {
  const [isWhole, setWhole] = useState(false);
  const { word, tone } = DIFFERENCES[kind];
  if (nodes.length + edges.length === 0) return null;
  const rows = [...nodes.map((node) => ({ node, edge: null })), ...edges.map((edge) => ({ node: null, edge }))];
  const shown = isWhole ? rows : rows.slice(0, ROWS);
  const size = [nodes.length > 0 && counted(nodes.length, "node"), edges.length > 0 && counted(edges.length, "edge")].filter(Boolean).join(", ");
  return (
    <section aria-label={word}>
      <h3 className="flex h-8 items-center gap-1.5 px-4 text-12 font-normal"><Mark tone={tone} icon={<DifferenceIcon of={kind} size={14} />}>{word}</Mark><span className="text-ink-3">{size}</span></h3>
      <ul aria-label={`${word}, ${size}`}>
        {shown.map(({ node, edge }) => (
          <li key={node?.id ?? edge!.id}>
            <button type="button" onClick={() => onSelect(node ? { node: node.id } : { from: edge!.from, to: edge!.to })} className="flex min-h-8 w-full min-w-0 items-center gap-2 px-4 py-1 text-left text-12 -outline-offset-2 hover:bg-sunken narrow:min-h-11">
              {node ? <KindGlyph kind={node.kind} state={node.state} size={16} /> : <ArrowRight size={16} strokeWidth={1.75} aria-hidden className="text-ink-3" />}
              <span className="flex min-w-0 flex-1 items-baseline gap-1">{node ? <NodeName node={node} /> : <EdgeName edge={edge!} picture={picture} />}</span>
              <RowNote item={node ?? edge!} at={node ? node.at : edge!.firstSeen} compared={picture.compared} />
            </button>
          </li>
        ))}
      </ul>
      {shown.length < rows.length && <Button look="ghost" size="sm" className="mx-2" onClick={() => setWhole(true)}>Show {counted(rows.length - shown.length, "more", "more")}</Button>}
    </section>
  );
}

function NodeName({ node }: { node: PictureNode }) {
  const version = versionLabel(node.version);
  return <><CutMiddle>{nodeTitle(node)}</CutMiddle>{version && <span className="max-w-20 flex-none truncate font-mono text-11 font-medium text-ink-2">{version}</span>}</>;
}

function EdgeName({ edge, picture }: { edge: PictureEdge; picture: Picture }) {
  const nameOf = (id: string) => {
    const node = picture.nodes.find((it) => it.id === id);
    return node === undefined ? "not drawn" : `${nodeTitle(node)}${versionLabel(node.version) ?? ""}`;
  };
  return <CutMiddle>{`${nameOf(edge.from)} feeds ${nameOf(edge.to)}`}</CutMiddle>;
}

/** Since when, where the first record of it lies between the two instants; of what changed, how. */
function RowNote({ item, at, compared }: { item: PictureNode | PictureEdge; at: string | null; compared: ComparedInstants }) {
  const change = item.change!;
  if (change.kind === "changed") return <span className="max-w-36 flex-none text-right text-11 text-ink-3">{differenceWords(change)}</span>;
  if (change.kind === "removed" || at === null || toMillis(at) <= toMillis(compared.from)) return null;
  return <time dateTime={at} className="figures flex-none text-11 text-ink-3">{instantWords(at, { short: true })}</time>;
}
