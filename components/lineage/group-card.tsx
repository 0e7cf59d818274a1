import { ChevronDown, ChevronUp, CircleAlert, CircleDashed } from "lucide-react";
import Link from "next/link";
import { memo } from "react";
import { outputWords } from "@/components/incident/output-words";
import { ActiveDot, Mark } from "@/components/ui/mark";
import { buttonClass } from "@/components/ui/button";
import { classNames } from "@/components/ui/class-names";
import { CutMiddle } from "@/components/ui/cut-middle";
import { GROUP_ROWS } from "@/lib/layout/group-node";
import { CARD } from "@/lib/layout/layered";
import type { GroupRow, PictureGroup, PictureNode } from "@/lib/layout/picture";
import { GROUP_FOOT, GROUP_ROW, openHeight } from "./group-size";
import { groupSize, moreWords, nextPage, pageOf, stateCount } from "./group-words";
import { KindGlyph } from "./kind-glyph";
import { nodeTitle, stateWord, versionLabel } from "./node-words";

export type GroupActions = {
  /** Opens a group at a page (from 1), or closes it (0). */
  onPage: (id: string, page: number) => void;
  onMember: (row: GroupRow) => void;
};

type GroupCardProps = GroupActions & { node: PictureNode & { group: PictureGroup }; isSelected: boolean; selectedRow: string | null };

/** The card of a group: what it is, how many, what departs from normal. Open, it holds a page of its members, and lies over what is below it. The outline says the same to keyboards. */
export const GroupCard = memo(function GroupCard({ node, isSelected, selectedRow, onPage, onMember }: GroupCardProps) {
  const { group } = node;
  const title = nodeTitle(node);
  const open = group.open;
  const next = nextPage(group);
  return (
    <div
      data-node={node.id}
      style={{ left: node.x - CARD.width / 2, top: node.y - CARD.height / 2, width: CARD.width, height: CARD.height + openHeight(node) }}
      className={classNames(
        "absolute flex cursor-pointer flex-col rounded border bg-surface transition-[border-color,box-shadow] duration-[120ms]",
        open && group.canOpen ? "z-20" : "",
        isSelected ? "border-accent shadow-[0_0_0_2px_var(--color-accent)]" : open && group.canOpen ? "border-control shadow-[var(--shadow-pop)]" : "border-line-strong shadow-[var(--shadow-card)] hover:border-control",
      )}
    >
      <div style={{ height: CARD.height - 2 }} className="grid flex-none grid-cols-[24px_minmax(0,1fr)_24px] grid-rows-[16px_16px_16px] gap-x-2 gap-y-px px-2.5 py-2">
        <span className="row-span-2 mt-1"><KindGlyph kind={node.kind} size={24} decorative group /></span>
        <span className="flex min-w-0 items-baseline text-12 font-semibold"><CutMiddle>{title}</CutMiddle></span>
        {group.canOpen ? (
          <button
            type="button"
            tabIndex={-1}
            aria-label={open ? `Close ${title}` : `Open ${title}`}
            title={open ? `Close ${title}` : `Open ${title}`}
            onClick={() => onPage(node.id, open ? 0 : 1)}
            className="row-span-2 -mt-1 -mr-1.5 grid size-6 place-items-center rounded text-ink-2 hover:bg-sunken hover:text-accent"
          >
            {open ? <ChevronUp size={14} strokeWidth={2} aria-hidden /> : <ChevronDown size={14} strokeWidth={2} aria-hidden />}
          </button>
        ) : <span className="row-span-2" />}
        <span className="figures truncate text-11 text-ink-3" title={groupSize(group)}>{groupSize(group)}</span>
        <span className="col-span-3 mt-0.5 flex h-4 items-center gap-2 overflow-hidden"><GroupMarks node={node} /></span>
      </div>
      {open && (
        <>
          <ul className="m-0 list-none border-t border-line p-0">
            {open.rows.map((row) => (
              <li key={row.ref} style={{ height: GROUP_ROW }} className="border-b border-line">
                <button
                  type="button"
                  tabIndex={-1}
                  onClick={() => onMember(row)}
                  className={classNames("flex size-full items-center gap-1.5 px-2.5 text-left text-11 hover:bg-sunken", row.ref === selectedRow ? "bg-accent-soft shadow-[inset_2px_0_var(--color-accent)]" : "")}
                >
                  <MemberText row={row} />
                </button>
              </li>
            ))}
          </ul>
          <div data-own style={{ height: GROUP_FOOT }} className="flex flex-none cursor-default items-center gap-1 rounded-b bg-sunken px-2.5 text-11">
            <span className="figures mr-auto truncate font-semibold">{moreWords(group) ?? "No more"}</span>
            {group.list && <Link href={group.list} tabIndex={-1} className={buttonClass({ size: "sm" })}>{node.kind === "prediction" ? "Table" : "List"}</Link>}
            {pageOf(group) > 1 && <button type="button" tabIndex={-1} className={buttonClass({ size: "sm" })} onClick={() => onPage(node.id, 1)}>First</button>}
            {next !== null && <button type="button" tabIndex={-1} className={buttonClass({ size: "sm" })} onClick={() => onPage(node.id, next)}>Next {GROUP_ROWS}</button>}
          </div>
        </>
      )}
    </div>
  );
});

/** What departs from normal, else that nothing does. */
export function GroupMarks({ node }: { node: PictureNode & { group: PictureGroup } }) {
  const { states, groups } = node.group;
  if (states.length > 0) {
    return states.slice(0, 2).map((it) => (
      <Mark key={it.state} small tone={it.state === "conflict" ? "warn" : (stateWord(it.state)?.tone ?? "plain")} icon={it.state === "conflict" ? <CircleAlert size={14} aria-hidden /> : <CircleDashed size={14} aria-hidden />}>{stateCount(it)}</Mark>
    ));
  }
  if (node.kind === "prediction") return <span className="truncate text-11 text-ink-3">Newest first</span>;
  return groups > 0 ? <span className="truncate text-11 text-ink-3">Too small for a card each</span> : <Mark small tone="good" icon={<ActiveDot />}>All active</Mark>;
}

/** A member in a row: a prediction by id, what it said and (unless `short`) when; all else by kind, name and version. */
export function MemberText({ row, short = false }: { row: GroupRow; short?: boolean }) {
  if (row.kind === "prediction") {
    return (
      <>
        <CutMiddle className="min-w-0 flex-1 font-mono">{row.name}</CutMiddle>
        <span className="figures flex-none text-ink-2">{predictionSays(row)}</span>
        {row.at && !short && <time dateTime={row.at} title={row.at} className="figures flex-none text-ink-3">{row.at.slice(11, 19)}</time>}
      </>
    );
  }
  const version = versionLabel(row.version);
  const state = row.conflict ? "in conflict" : row.state === "missing" ? "never seen" : row.state === "active" ? null : (stateWord(row.state)?.word.toLowerCase() ?? null);
  return (
    <>
      <KindGlyph kind={row.kind} state={row.state} size={16} />
      <CutMiddle className="min-w-0 font-medium">{row.name}</CutMiddle>
      {version && <span className="max-w-20 flex-none truncate font-mono text-ink-2">{version}</span>}
      {state && <span className="ml-auto flex-none text-ink-3">{state}</span>}
    </>
  );
}

/** The answer of a prediction, short; empty where it has none. */
export function predictionSays({ output }: Pick<GroupRow, "output">): string {
  const isObject = output !== null && typeof output === "object" && !Array.isArray(output);
  return isObject ? (outputWords(output as Record<string, unknown>)?.answer ?? "") : "";
}
