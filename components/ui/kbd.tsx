/** A key, or keys pressed together. */
export function Kbd({ children, className = "" }: { children: string; className?: string }) {
  return (
    <kbd className={`inline-flex h-5 flex-none items-center rounded-[4px] border border-line-strong bg-surface px-1.5 font-mono text-11 font-medium whitespace-nowrap text-ink-2 ${className}`}>{children}</kbd>
  );
}
