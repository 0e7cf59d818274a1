import type { ReactNode } from "react";

/** A framed region with a head. `note` stands beside the title, `action` at the end. */
export function Panel({ title, note, action, children, className = "" }: { title: string; note?: ReactNode; action?: ReactNode; children: ReactNode; className?: string }) {
  return (
    <section className={`min-w-0 rounded border border-line bg-surface ${className}`}>
      <div className="flex min-h-10 items-center gap-2 border-b border-line px-4 py-1">
        <h2 className="text-13">{title}</h2>
        {note && <span className="text-12 text-ink-3">{note}</span>}
        {action && <span className="ml-auto flex items-center gap-2">{action}</span>}
      </div>
      {children}
    </section>
  );
}
