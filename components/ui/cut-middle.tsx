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
 * is measured the style sheet cuts its end. The whole text is the tooltip, and what screen readers hear. It takes the room of the whole text, as
 * far as there is some, also while it is cut: a parent as wide as its content neither shrinks with what is shown, nor stays narrow when there is room again.
 */
export function CutMiddle({ children, className = "" }: { children: string; className?: string }) {
  const box = useRef<HTMLSpanElement>(null);
  const [cut, setCut] = useState<string | null>(null);
  const at = Math.max(0, children.length - KEPT);
  const head = children.slice(0, at);
  const tail = children.slice(at);

  useEffect(() => {
    const element = box.current;
    if (!element || head === "") return;
    const measure = () => {
      canvas ??= document.createElement("canvas").getContext("2d");
      if (!canvas) return;
      const style = getComputedStyle(element);
      canvas.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
      const widthOf = (text: string) => canvas!.measureText(text).width;
      setCut(element.scrollWidth <= element.clientWidth ? null : fitted(head, element.clientWidth - widthOf(tail) - 1, widthOf));
    };
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    void document.fonts.ready.then(measure);
    return () => observer.disconnect();
  }, [children, head, tail]);

  if (cut === null) return <span ref={box} title={children} className={`min-w-0 truncate ${className}`}>{children}</span>;
  return (
    <span ref={box} title={children} data-whole={children} className={`relative min-w-0 overflow-hidden whitespace-pre before:invisible before:content-[attr(data-whole)] ${className}`}>
      <span aria-hidden className="absolute inset-0">{cut}{tail.replace(/^[-_./]+/, "")}</span>
      <span className="sr-only">{children}</span>
    </span>
  );
}
