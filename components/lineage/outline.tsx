"use client";
import { ChevronDown, ChevronRight, Plus } from "lucide-react";
import { useEffect, useMemo, useRef, useState, type KeyboardEvent } from "react";
import { formatCount } from "@/components/format";
import { classNames } from "@/components/ui/class-names";
import { CutMiddle } from "@/components/ui/cut-middle";
import { Mark } from "@/components/ui/mark";
import type { Selection, Side } from "@/lib/explorer-view";
import type { Picture, PictureNode } from "@/lib/layout/picture";
import type { ColumnActions } from "./column-lists";
import { DifferenceIcon } from "./difference-mark";
import { differenceWords, DIFFERENCES } from "./difference-words";
import { columnName } from "./edge-words";
import { MemberText, type GroupActions } from "./group-card";
import { groupSize, stateCount } from "./group-words";
import { KindGlyph } from "./kind-glyph";
import { nodeMarks } from "./mark-words";
import { nodeTitle, versionLabel } from "./node-words";
import { outlineRows, type OutlineRow } from "./outline-rows";
import type { PictureActions } from "./use-explorer";

type TreeRow = Exclude<OutlineRow, { type: "head" }>;

export type OutlineProps = {
  picture: Picture;
  selection: Selection | null;
  onSelect: (selection: Selection | null) => void;
  /** Shows a node in the middle of the picture. */
  onShow: (id: string) => void;
  actions: Pick<PictureActions, "expand" | "fold" | "hide" | "askForPaths" | "reroot" | "selectedNode">;
  groups: GroupActions;
  /** Nodes that a search found. */
  found: ReadonlySet<string>;
  /** Moves the focus to the details of what is selected. */
  onDetails: () => void;
  columns: ColumnActions;
};

/** What is said at the end of a row: what departs from normal, most important first. */
function rowNote(row: Extract<TreeRow, { type: "node" }>): string {
  const { node, edge } = row;
  if (node.group) return node.group.states.length > 0 ? node.group.states.map(stateCount).join(", ") : "";
  const exception = nodeMarks(node).find((mark) => mark.exceptional);
  const state = exception ? exception.word.charAt(0).toLowerCase() + exception.word.slice(1) : "";
  const confidence = edge === null ? "" : edge.stale ? "stale" : edge.confidence === "observed" ? "" : edge.confidence;
  const behind = row.behind > 0 && !row.repeated && !row.open ? `+${formatCount(row.behind)}` : "";
  return [state || confidence, behind].filter(Boolean).join(" · ");
}

/** What became of a row in a comparison, else of the edge that leads to it: a shape, so that the name keeps its room. */
function RowChange({ row: { node, edge } }: { row: Extract<TreeRow, { type: "node" }> }) {
  const change = node.change ?? edge?.change;
  if (!change) return null;
  const { word, tone } = DIFFERENCES[change.kind];
  const said = node.change ? word.toLowerCase() : `edge ${word.toLowerCase()}`;
  return (
    <span title={said} className="flex flex-none">
      <Mark small tone={tone} icon={<DifferenceIcon of={change.kind} />}>{!node.change && <span aria-hidden>edge</span>}<span className="sr-only">{said}</span></Mark>
    </span>
  );
}

/** How many a group holds; of what, where its name does not say it. */
function outlineSize({ name, group }: PictureNode): string {
  return group && name === "" && group.groups === 0 && group.size !== null ? formatCount(group.size) : group ? groupSize(group) : "";
}

/** The picture as an ARIA tree, its equal: the same nodes, the same counts, every action by key. One row is in the tab order, arrows move. */
export function Outline({ picture, selection, onSelect, onShow, actions, groups, columns, found, onDetails }: OutlineProps) {
  const [toggled, setToggled] = useState<ReadonlySet<string>>(new Set());
  const [current, setCurrent] = useState("start");
  const tree = useRef<HTMLUListElement>(null);
  const hadFocus = useRef(false);
  const rows = useMemo(() => outlineRows(picture, toggled), [picture, toggled]);
  const reachable = rows.filter((row) => row.type !== "head");
  const focusKey = reachable.some(({ key }) => key === current) ? current : (reachable.findLast(({ key }) => current.startsWith(key))?.key ?? reachable[0]?.key);
  const isOpened = (id: string) => picture.columns?.lists.some(({ of }) => of === id) ?? false;
  const selectedId = selection && "node" in selection ? selection.node : null;

  // a row that was pressed can be replaced by what it brought: the focus stays in the tree
  useEffect(() => {
    if (hadFocus.current && !tree.current?.contains(document.activeElement)) focusRow(focusKey);
  }, [focusKey, rows]);
  // what is selected in the picture comes into view here
  useEffect(() => {
    if (selectedId) tree.current?.querySelector(`[aria-selected="true"]`)?.scrollIntoView({ block: "nearest" });
  }, [selectedId]);

  function focusRow(key: string | undefined) {
    if (key === undefined) return;
    setCurrent(key);
    tree.current?.querySelector<HTMLElement>(`[data-key="${CSS.escape(key)}"]`)?.focus();
  }
  function toggle(key: string) {
    const row = reachable.find((it) => it.key === key);
    // whether a group is open is part of the address
    if (row?.type === "node" && row.node.group?.canOpen) return groups.onPage(row.node.id, row.open ? 0 : 1);
    const next = new Set(toggled);
    if (!next.delete(key)) next.add(key);
    setToggled(next);
  }
  function onKeyDown(event: KeyboardEvent, row: TreeRow) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const index = reachable.indexOf(row);
    const act: Record<string, () => unknown> = {
      ArrowDown: () => focusRow(reachable[index + 1]?.key),
      ArrowUp: () => focusRow(reachable[index - 1]?.key),
      Home: () => focusRow(reachable[0]?.key),
      End: () => focusRow(reachable.at(-1)?.key),
      ArrowRight: () => {
        if (row.type !== "node") pursue(row);
        else if (row.expandable && !row.open) toggle(row.key);
        else if (row.open) focusRow(reachable[index + 1]?.key);
      },
      ArrowLeft: () => (row.type === "node" && row.open ? toggle(row.key) : focusRow(row.parent ?? undefined)),
      Enter: () => {
        const ref = row.type === "member" ? row.row.ref : row.type === "node" ? row.node.ref : null;
        if (event.shiftKey && ref) actions.reroot(ref);
        else if (row.type !== "node") pursue(row);
        else choose(row);
      },
      " ": () => (row.type === "node" ? onSelect({ node: row.node.id }) : pursue(row)),
      Escape: () => onSelect(null),
      // groups are opened and closed; what is in them is not drawn card by card
      ...(picture.groupedBy ? {} : {
        "+": () => onSide(row, actions.expand),
        "*": () => onSide(row, (ref, side) => actions.expand(ref, side, true)),
        "-": () => onSide(row, actions.fold),
        h: () => row.type === "node" && row.node.ref && actions.hide(row.node.ref),
      }),
      p: () => row.type === "node" && row.node.ref && actions.selectedNode && actions.selectedNode !== row.node.id && actions.askForPaths(actions.selectedNode, row.node.ref),
      c: () => {
        if (row.type === "node" && row.node.marks?.columns !== undefined) (isOpened(row.node.id) ? columns.onClose : columns.onOpen)(row.node.id);
      },
      e: () => {
        if (row.type !== "node") return;
        onSelect(row.edge ? { from: row.edge.from, to: row.edge.to } : { node: row.node.id });
        onDetails();
      },
    };
    const action = act[event.key];
    if (!action) return;
    event.preventDefault();
    action();
  }
  /** On the side that a row leads to; on both for the start, and for what is only also drawn. */
  function onSide(row: TreeRow, act: (ref: string, side: Side) => void) {
    if (row.type === "more") act(row.ref, row.side);
    else if (row.type === "node" && row.node.ref) for (const side of row.side === null ? (["upstream", "downstream"] as const) : [row.side]) act(row.node.ref, side);
  }
  function pursue(row: Exclude<TreeRow, { type: "node" }>) {
    if (row.type === "more") actions.expand(row.ref, row.side);
    else if (row.type === "page") groups.onPage(row.group, row.page);
    else if (row.type === "columns") columns.onOpen(row.ref);
    else groups.onMember(row.row);
  }
  function choose(row: Extract<TreeRow, { type: "node" }>) {
    onSelect({ node: row.node.id });
    onShow(row.node.id);
  }

  const name = picture.nodes.find(({ id }) => id === picture.start)?.name;
  return (
    <ul
      ref={tree}
      role="tree"
      aria-label={name === undefined ? "Lineage in groups" : `Lineage of ${name}`}
      onFocus={() => (hadFocus.current = true)}
      onBlur={(event) => {
        // a row that vanishes blurs to nothing; leaving for another control is meant
        if (event.relatedTarget && !tree.current?.contains(event.relatedTarget)) hadFocus.current = false;
      }}
      className="py-1 text-12"
    >
      {rows.map((row) =>
        row.type === "head" ? (
          <li key={row.key} role="none" className="flex h-7 items-center pl-6 text-11 font-medium text-ink-3 narrow:h-8">{row.text}</li>
        ) : (
          <li
            key={row.key}
            data-key={row.key}
            data-row={row.type === "node" ? row.node.id : undefined}
            role="treeitem"
            aria-level={row.level}
            aria-setsize={row.setSize}
            aria-posinset={row.position}
            aria-expanded={row.type === "node" && row.expandable ? row.open : undefined}
            aria-selected={(row.type === "node" && row.node.id === selectedId) || (row.type === "member" && row.row.ref === selectedId)}
            tabIndex={row.key === focusKey ? 0 : -1}
            onFocus={() => setCurrent(row.key)}
            onKeyDown={(event) => onKeyDown(event, row)}
            onClick={() => (row.type === "node" ? choose(row) : pursue(row))}
            onDoubleClick={() => {
              if (row.type === "node" && row.node.ref) actions.reroot(row.node.ref);
              else if (row.type === "node" && row.node.group?.canOpen) toggle(row.key);
            }}
            style={{ paddingLeft: 4 + 16 * (Math.min(row.level, 9) - 1) }}
            className={classNames(
              "flex h-7 min-w-0 cursor-pointer items-center gap-1.5 pr-3 whitespace-nowrap -outline-offset-2 hover:bg-sunken aria-selected:bg-accent-soft aria-selected:shadow-[inset_2px_0_var(--color-accent)] narrow:h-11",
              row.type === "node" && found.has(row.node.id) && "font-semibold text-accent",
            )}
          >
            {row.type === "more" || row.type === "columns" ? (
              <>
                <span className="w-4 flex-none" />
                <Plus size={14} strokeWidth={1.75} aria-hidden className="text-ink-3" />
                <span className="text-ink-2">{formatCount(row.count)} more {row.type === "more" ? row.side : "columns"}</span>
              </>
            ) : row.type === "page" ? (
              <>
                <span className="w-4 flex-none" />
                <Plus size={14} strokeWidth={1.75} aria-hidden className="text-ink-3" />
                <span className="figures text-ink-2">{row.text}</span>
              </>
            ) : row.type === "member" ? (
              <>
                <span className="w-4 flex-none" />
                <MemberText row={row.row} short />
              </>
            ) : (
              <>
                <span
                  aria-hidden
                  onClick={(event) => {
                    if (!row.expandable) return;
                    event.stopPropagation();
                    toggle(row.key);
                  }}
                  className="grid w-4 flex-none place-items-center self-stretch text-ink-3"
                >
                  {row.expandable && (row.open ? <ChevronDown size={14} strokeWidth={1.75} /> : <ChevronRight size={14} strokeWidth={1.75} />)}
                </span>
                <KindGlyph kind={row.node.kind} state={row.node.state} size={16} group={row.node.group !== undefined} />
                <span className={classNames("flex min-w-0 flex-1 items-center gap-1.5 overflow-hidden", row.level === 1 && "font-semibold", row.node.state === "missing" && "text-ink-2")}>
                  <CutMiddle>{row.node.within === undefined ? nodeTitle(row.node) : columnName(row.node.id)}</CutMiddle>
                  {row.node.version && <span title={`@${row.node.version}`} className="max-w-22 flex-none truncate font-mono text-11 font-medium text-ink-2">{versionLabel(row.node.version)}</span>}
                  {row.node.group && <span className="figures min-w-0 shrink-[3] truncate text-11 font-normal text-ink-3">{outlineSize(row.node)}</span>}
                </span>
                <RowChange row={row} />
                <span className="figures flex-none text-11 text-ink-3">{rowNote(row)}</span>
                {row.node.change?.kind === "changed" && <span className="sr-only">{differenceWords(row.node.change)}</span>}
              </>
            )}
          </li>
        ),
      )}
    </ul>
  );
}
