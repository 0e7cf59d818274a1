import Link from "next/link";
import { counted } from "@/components/format";
import type { ExplorerView } from "@/lib/explorer-view";
import type { Picture } from "@/lib/layout/picture";
import { hasImpact, parseNodeRef } from "@/lib/lineage/node-ref";
import { impactHref } from "@/lib/page-hrefs";

/** Why a picture came in groups that nobody asked for, and where what is downstream is listed. */
export function GroupNote({ picture, view }: { picture: Picture; view: ExplorerView }) {
  const parsed = view.ref === null ? null : parseNodeRef(view.ref);
  const hasList = parsed !== null && hasImpact(parsed) && view.direction !== "upstream";
  return (
    <span>
      {counted(picture.groupedByItself ?? 0, "node is", "nodes are")} too many for a card each: they are in groups.
      {hasList && view.ref !== null && <> <Link href={impactHref([view.ref], view.asOf)} className="font-medium text-accent hover:underline">List what is downstream</Link></>}
    </span>
  );
}
