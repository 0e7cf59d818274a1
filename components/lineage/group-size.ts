import type { PictureNode } from "@/lib/layout/picture";

/** A row of an open group, and its foot, in the picture's units. */
export const GROUP_ROW = 28;
export const GROUP_FOOT = 36;

/** How far an open group reaches down below its card. */
export function openHeight({ group }: Pick<PictureNode, "group">): number {
  return group?.open ? group.open.rows.length * GROUP_ROW + GROUP_FOOT : 0;
}
