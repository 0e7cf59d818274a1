import type { ReactNode } from "react";

/**
 * The head of a page: what it is about, its marks, a line of context, what can be done. `tabs` close it. The first thing read is `title`.
 */
export function PageHead({ glyph, title, marks, note, actions, tabs }: { glyph?: ReactNode; title: ReactNode; marks?: ReactNode; note?: ReactNode; actions?: ReactNode; tabs?: ReactNode }) {
  return (
    <div className="border-b border-line bg-surface">
      <div className="mx-auto max-w-[1440px] px-6 narrow:px-3">
        <div className={`flex flex-wrap items-center gap-x-4 gap-y-2 py-3 ${tabs ? "pb-1" : ""}`}>
          {glyph}
          <div className="min-w-0 flex-1 narrow:min-w-52">
            <div className="flex min-w-0 flex-wrap items-center gap-x-2 gap-y-1">
              <h1 className="min-w-0 text-18 break-words narrow:text-15">{title}</h1>
              {marks}
            </div>
            {note && <div className="text-12 text-ink-3">{note}</div>}
          </div>
          {actions && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
        </div>
        {tabs}
      </div>
    </div>
  );
}

/** The ground under a page's panels. */
export function PageBody({ children }: { children: ReactNode }) {
  return <div className="mx-auto max-w-[1440px] px-6 py-4 pb-12 narrow:px-3">{children}</div>;
}
