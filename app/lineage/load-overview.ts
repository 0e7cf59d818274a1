import "server-only";
import { findGroupMembers, type GroupMember } from "@/graph/queries/find-group-members";
import { findOverview } from "@/graph/queries/find-overview";
import type { Viewer } from "@/lib/access/viewer";
import type { ExplorerView } from "@/lib/explorer-view";
import { groupListHref } from "@/lib/group-lists";
import { GROUP_ROWS, openPages, toRow } from "@/lib/layout/group-node";
import { canOpenGroup, overviewPicture } from "@/lib/layout/overview-picture";
import type { GroupRow, Picture } from "@/lib/layout/picture";
import { parseGroupId } from "@/lib/lineage/grouping";
import { parseInstant } from "@/lib/time";
import { toKind } from "./to-kind";

/**
 * The whole registry in groups, with a page of the members of each that is open. An id of a group that is not there is forgiven.
 * @throws AppError `unavailable` or `timed_out` when the graph did not answer.
 */
export async function loadOverview(viewer: Viewer, view: ExplorerView): Promise<Picture> {
  const answer = await findOverview(viewer, { ...(view.group === null ? {} : { group: view.group }), ...(view.asOf === null ? {} : { asOf: view.asOf }) }, { mayBeRecent: true });
  const pages = openPages(view.openGroups);
  const asOf = view.asOf === null ? undefined : (parseInstant(view.asOf) ?? undefined);
  const open = answer.groups.filter((group) => pages.has(group.id) && canOpenGroup(answer.by, group));
  const rows = await Promise.all(open.map(async ({ id }) => {
    const members = await findGroupMembers(viewer, { by: answer.by, id, skip: (pages.get(id)! - 1) * GROUP_ROWS, limit: GROUP_ROWS, asOf });
    return [id, members.map(memberRow)] as const;
  }));
  return overviewPicture(answer, view.openGroups, new Map(rows), (group) => {
    const key = parseGroupId(group.id);
    return key === null || group.by === "rest" ? null : groupListHref(answer.by, key, view.asOf);
  });
}

/** A member as the picture's row. */
export function memberRow(member: GroupMember): GroupRow {
  return toRow({
    ref: member.ref, kind: toKind(member.kind), namespace: member.namespace, name: member.name, version: member.version ?? null, state: member.state,
    owner: member.owner ?? null, at: member.at ?? null, conflict: member.conflict ?? false, ...(member.output === undefined ? {} : { output: member.output }),
  });
}
