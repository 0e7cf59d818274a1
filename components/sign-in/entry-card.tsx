import type { ReactNode } from "react";
import { Logo } from "@/components/shell/logo";

/** The page before the product: its mark, one question, one card. */
export function EntryCard({ title, note, children }: { title: string; note: string; children: ReactNode }) {
  return (
    <main id="main" className="grid min-h-full place-items-center px-4 py-8">
      <div className="w-full max-w-90">
        <div className="mb-6 flex"><Logo /></div>
        <section className="rounded border border-line bg-surface p-6 narrow:p-4">
          <h1 className="text-18">{title}</h1>
          <p className="mt-1 mb-6 text-13 text-ink-2">{note}</p>
          {children}
        </section>
      </div>
    </main>
  );
}
