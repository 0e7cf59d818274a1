import { counted, formatCount } from "@/components/format";
import { GROUP_ROWS } from "@/lib/layout/group-node";
import { MAX_EXPANSIONS } from "@/lib/explorer-view";
import type { PictureGroup } from "@/lib/layout/picture";
import type { GroupBy } from "@/lib/lineage/grouping";
import type { NodeKind } from "@/lib/lineage/node-ref";
import { kindWord, kindWords } from "./kind-words";

/** What a grouping is called in menus. */
export const GROUPING_WORDS: Record<GroupBy, string> = {
  "namespace-kind": "Namespace and kind", namespace: "Namespace", kind: "Kind", featuregroup: "Feature group", owner: "Owner", model: "Model",
};

/** The name of a group; where its kind is all that its members share, that. */
export function groupTitle(name: string, kind: NodeKind | null, { groups }: Pick<PictureGroup, "groups">): string {
  if (groups > 0) return counted(groups, "more group");
  return name || (kind === null ? "Nothing" : kindWords(kind));
}

const kindCount = (kind: NodeKind, count: number): string => counted(count, kindWord(kind).toLowerCase(), kindWords(kind).toLowerCase());

/** "9 telemetry sources", "18 features, 3 model versions". */
export function groupSize({ size, kinds }: Pick<PictureGroup, "size" | "kinds">): string {
  if (size === null) return "More than were counted";
  return kinds.length === 0 ? formatCount(size) : kinds.map(({ kind, count }) => kindCount(kind, count)).join(", ");
}

const STATE_WORDS: Record<string, string> = { missing: "never seen", conflict: "in conflict" };

/** "2 never seen". */
export function stateCount({ state, count }: { state: string; count: number }): string {
  return `${formatCount(count)} ${STATE_WORDS[state] ?? state}`;
}

/** What is behind the rows of an open group: "12 422 more"; `null` when its last member is shown. */
export function moreWords({ size, open }: Pick<PictureGroup, "size" | "open">): string | null {
  if (open === null) return null;
  if (size === null) return open.rows.length < GROUP_ROWS ? null : "More";
  const left = size - open.from - open.rows.length;
  return left > 0 ? `${formatCount(left)} more` : null;
}

/** The next page, from 1; `null` at the end, and where an address could not hold more: then the list goes on. */
export function nextPage(group: Pick<PictureGroup, "size" | "open">): number | null {
  const page = pageOf(group);
  return moreWords(group) === null || page >= MAX_EXPANSIONS ? null : page + 1;
}

/** Which page an open group shows, from 1. */
export function pageOf({ open }: Pick<PictureGroup, "open">): number {
  return open === null ? 0 : open.from / GROUP_ROWS + 1;
}
