import type { NodeKind } from "@/lib/lineage/node-ref";
import { SHAPE_COLOR, shapeMarkup, shapeOf } from "./kind-shapes";
import { kindWord } from "./kind-words";

/** The shape of a kind, named for screen readers unless `decorative` (a word for the kind stands next to it). */
export function KindGlyph({ kind, state, size = 16, decorative = false }: { kind: NodeKind | null; state?: string | null; size?: number; decorative?: boolean }) {
  const shape = shapeOf(kind, state);
  const name = shape === "expected" ? `Expected ${kindWord(kind).toLowerCase()}` : kindWord(kind);
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 24 24"
      {...(decorative ? { "aria-hidden": true } : { role: "img", "aria-label": name })}
      dangerouslySetInnerHTML={{ __html: shapeMarkup(shape, `var(${SHAPE_COLOR[shape]})`, "var(--color-on-kind)", "var(--color-ink-2)") }}
    />
  );
}
