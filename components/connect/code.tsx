import type { ReactNode } from "react";
import { CopyButton } from "@/components/ui/copy-button";

/** Something to paste. */
export function Code({ label, children }: { label?: string; children: string }) {
  return <pre tabIndex={0} aria-label={label} className="mono scroll-slim max-h-96 overflow-auto rounded bg-sunken px-4 py-3 text-12 leading-5">{children}</pre>;
}

/** One thing to do, in order. `end` stands at the right of the title, `children` under it. */
export function Step({ number, title, note, end, children }: { number: number; title: string; note?: ReactNode; end?: ReactNode; children?: ReactNode }) {
  return (
    <li className="grid gap-2">
      <div className="flex items-center gap-3 narrow:flex-wrap">
        <span className="grid size-6 flex-none place-items-center self-start rounded border border-control text-12 font-semibold text-ink-2">{number}</span>
        <span className="min-w-0 flex-1">
          <span className="block font-medium">{title}</span>
          {note && <span className="block text-12 text-ink-3">{note}</span>}
        </span>
        {end}
      </div>
      {children && <div className="min-w-0 pl-9 empty:hidden narrow:pl-0">{children}</div>}
    </li>
  );
}

/** A block of a snippet, with its title and a button that copies it. */
export function CodeBlock({ title, text }: { title: string; text: string }) {
  return (
    <div className="grid gap-1.5">
      <div className="flex items-end justify-between gap-2"><span className="text-12 text-ink-2">{title}</span><CopyButton text={text} /></div>
      <Code label={title}>{text}</Code>
    </div>
  );
}
