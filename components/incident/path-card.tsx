import Link from "next/link";
import type { ReactNode } from "react";
import { KindGlyph } from "@/components/lineage/kind-glyph";
import { classNames } from "@/components/ui/class-names";
import { CutMiddle } from "@/components/ui/cut-middle";
import type { NodeKind } from "@/lib/lineage/node-ref";

export type CardTone = "plain" | "warn" | "bad" | "focus" | "gap";

const TONES: Record<CardTone, string> = {
  plain: "border-line-strong",
  warn: "border-warn-mark",
  bad: "border-bad-mark",
  focus: "border-accent shadow-[0_0_0_1px_var(--color-accent)]",
  gap: "border-dashed border-control bg-ground",
};

/** One thing on the way to a prediction. Without `href` it leads nowhere: what is hidden, or what is only a kind. */
export function PathCard({ kind, state, title, version, tone = "plain", href, children }: {
  kind: NodeKind | null;
  state?: string | null;
  title: string;
  version?: string | null;
  tone?: CardTone;
  href?: string;
  children?: ReactNode;
}) {
  const name = (
    <span className="flex min-w-0 items-baseline gap-1">
      <CutMiddle className="font-semibold">{title}</CutMiddle>
      {version && <span className="flex-none font-mono text-11 font-medium text-ink-2">{version}</span>}
    </span>
  );
  return (
    <div className={classNames("relative flex min-h-11 min-w-0 items-start gap-2 rounded border bg-surface px-2 py-1.5 text-12", TONES[tone], href ? "hover:bg-sunken" : "")}>
      <span className="mt-1"><KindGlyph kind={kind} state={state} size={20} /></span>
      <span className="min-w-0 flex-1">
        {href ? <Link href={href} prefetch={false} className="block after:absolute after:inset-0 after:rounded">{name}</Link> : name}
        {children && <span className="flex min-w-0 flex-wrap items-center gap-x-2 text-11 text-ink-3">{children}</span>}
      </span>
    </div>
  );
}
