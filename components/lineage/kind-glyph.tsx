import type { NodeKind } from "@/lib/lineage/node-ref";
import { groupMarkup, SHAPE_COLOR, shapeMarkup, shapeOf } from "./kind-shapes";
import { kindWord, kindWords } from "./kind-words";

/** The shape of a kind (`group`: with a second outline behind), named for screen readers unless `decorative` (a word for the kind stands next to it). */
export function KindGlyph({ kind, state, size = 16, decorative = false, group = false }: { kind: NodeKind | null; state?: string | null; size?: number; decorative?: boolean; group?: boolean }) {
  const shape = shapeOf(kind, state);
  const markup = group ? groupMarkup : shapeMarkup;
  const name = group ? `Group of ${kind === null ? "things" : kindWords(kind).toLowerCase()}` : shape === "expected" ? `Expected ${kindWord(kind).toLowerCase()}` : kindWord(kind);
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 24 24"
      {...(decorative ? { "aria-hidden": true } : { role: "img", "aria-label": name })}
      dangerouslySetInnerHTML={{ __html: markup(shape, `var(${SHAPE_COLOR[shape]})`, "var(--color-on-kind)", "var(--color-ink-2)") }}
    />
  );
}
