import Link from "next/link";
import type { ReactNode } from "react";
import { formatCount } from "@/components/format";
import { Panel } from "@/components/ui/panel";
import { Nothing } from "./nothing";

/** A panel with the first few of a list, and the way to all of it. `total` is `null` where nobody counted. */
export function FewPanel({ title, shown, total, all, empty, children }: { title: string; shown: number; total: number | null; all: string; empty: string; children: ReactNode }) {
  return (
    <Panel
      title={title}
      note={total === null ? "more than were counted" : formatCount(total)}
      action={shown > 0 && (total === null || total > shown) && <Link href={all} className="text-12 font-medium text-accent hover:underline">{total === null ? "See them by page" : `All ${formatCount(total)}`}</Link>}
    >
      {shown === 0 ? <Nothing>{empty}</Nothing> : children}
    </Panel>
  );
}
