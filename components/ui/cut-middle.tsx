"use client";
import { useEffect, useRef, useState } from "react";

const KEPT = 7;

/** The longest beginning of `head` that, with an ellipsis, is at most `room` wide; without a separator before the ellipsis. */
function fitted(head: string, room: number, widthOf: (text: string) => number): string {
  let [low, high] = [0, head.length];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (widthOf(`${head.slice(0, middle)}…`) <= room) low = middle;
    else high = middle - 1;
  }
  return `${head.slice(0, low).replace(/[-_./]+$/, "")}…`;
}

let canvas: CanvasRenderingContext2D | null | undefined;

/**
 * One line that is cut in its middle when space is short, so that the last characters, which tell names apart, stay. Until it
 * is measured the style sheet cuts its end. The whole text is the tooltip, and what screen readers hear. Its parent has to be as wide as there is space (flex-1,
 * a grid cell), and may hold siblings that keep their size.
 */
export function CutMiddle({ children, className = "" }: { children: string; className?: string }) {
  const box = useRef<HTMLSpanElement>(null);
  const [cut, setCut] = useState<string | null>(null);
  const at = Math.max(0, children.length - KEPT);
  const head = children.slice(0, at);
  const tail = children.slice(at);

  useEffect(() => {
    const element = box.current;
    const parent = element?.parentElement;
    if (!element || !parent || head === "") return;
    const measure = () => {
      canvas ??= document.createElement("canvas").getContext("2d");
      if (!canvas) return;
      const style = getComputedStyle(element);
      canvas.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
      const widthOf = (text: string) => canvas!.measureText(text).width;
      const others = [...parent.children].filter((child) => child !== element).reduce((sum, child) => sum + (child as HTMLElement).offsetWidth + (parseFloat(getComputedStyle(parent).columnGap) || 0), 0);
      const room = parent.clientWidth - others;
      setCut(widthOf(children) <= room + 0.5 ? null : fitted(head, room - widthOf(tail) - 1, widthOf));
    };
    const observer = new ResizeObserver(measure);
    observer.observe(parent);
    void document.fonts.ready.then(measure);
    return () => observer.disconnect();
  }, [children, head, tail]);

  if (cut === null) return <span ref={box} title={children} className={`min-w-0 truncate ${className}`}>{children}</span>;
  return (
    <span ref={box} title={children} className={`relative flex-none whitespace-pre ${className}`}>
      <span aria-hidden>{cut}{tail.replace(/^[-_./]+/, "")}</span>
      <span className="sr-only">{children}</span>
    </span>
  );
}
