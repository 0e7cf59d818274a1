const KEPT = 7;

/** One line that is cut in its middle when space is short, so that the last characters, which tell names apart, stay. The whole text is the tooltip. */
export function CutMiddle({ children, className = "" }: { children: string; className?: string }) {
  const at = Math.max(0, children.length - KEPT);
  return (
    <span title={children} className={`inline-flex max-w-full min-w-0 align-bottom whitespace-pre ${className}`}>
      <span className="min-w-[1ch] overflow-hidden text-ellipsis">{children.slice(0, at)}</span>
      <span className="flex-none">{children.slice(at)}</span>
    </span>
  );
}
