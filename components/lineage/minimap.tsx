"use client";
import type { Core } from "cytoscape";
import { useEffect, useRef, type PointerEvent } from "react";
import { CARD } from "@/lib/layout/layered";
import type { Picture } from "@/lib/layout/picture";
import { listsOf } from "@/lib/layout/picture-parts";
import { boundsOf } from "./to-elements";

const SIZE = { width: 152, height: 92 };
const MARGIN = 6;

/** The whole picture small, with the part in view framed. Press or drag to go there. */
export function Minimap({ cy, picture }: { cy: Core; picture: Picture }) {
  const frame = useRef<SVGRectElement>(null);
  const box = boundsOf(picture);
  const scale = Math.min((SIZE.width - 2 * MARGIN) / (box.x2 - box.x1), (SIZE.height - 2 * MARGIN) / (box.y2 - box.y1), 0.12);
  const originX = SIZE.width / 2 - ((box.x1 + box.x2) / 2) * scale;
  const originY = SIZE.height / 2 - ((box.y1 + box.y2) / 2) * scale;

  useEffect(() => {
    function sync() {
      const { x1, y1, x2, y2 } = cy.extent();
      const set = (name: string, value: number) => frame.current?.setAttribute(name, String(value));
      const within = (value: number, most: number) => Math.min(Math.max(value, 1), most - 3);
      const [left, right] = [x1, x2].map((x) => within(originX + x * scale, SIZE.width)) as [number, number];
      const [top, bottom] = [y1, y2].map((y) => within(originY + y * scale, SIZE.height)) as [number, number];
      set("x", left);
      set("y", top);
      set("width", right - left);
      set("height", bottom - top);
    }
    sync();
    cy.on("viewport resize", sync);
    return () => void cy.off("viewport resize", sync);
  }, [cy, originX, originY, scale]);

  function goTo(event: PointerEvent<SVGSVGElement>) {
    if (event.buttons !== 1) return;
    const edge = event.currentTarget.getBoundingClientRect();
    const x = (event.clientX - edge.left - originX) / scale;
    const y = (event.clientY - edge.top - originY) / scale;
    cy.pan({ x: cy.width() / 2 - x * cy.zoom(), y: cy.height() / 2 - y * cy.zoom() });
  }
  return (
    <svg width={SIZE.width} height={SIZE.height} aria-hidden onPointerDown={goTo} onPointerMove={goTo} className="cursor-pointer rounded border border-line-strong bg-surface narrow:hidden">
      {picture.nodes.map(({ id, x, y }) => (
        <rect
          key={id}
          x={originX + (x - CARD.width / 2) * scale}
          y={originY + (y - CARD.height / 2) * scale}
          width={CARD.width * scale}
          height={Math.max(2, CARD.height * scale)}
          rx={1.5}
          fill={id === picture.start ? "var(--color-ink-2)" : "var(--color-line-strong)"}
        />
      ))}
      {listsOf(picture).map(({ of, x, top, height }) => (
        <rect key={`${of} ${top}`} x={originX + (x - CARD.width / 2) * scale} y={originY + top * scale} width={CARD.width * scale} height={Math.max(2, height * scale)} rx={1.5} fill="var(--color-line-strong)" />
      ))}
      <rect ref={frame} fill="none" stroke="var(--color-accent)" strokeWidth="1.5" rx="2" />
    </svg>
  );
}
