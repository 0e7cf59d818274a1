import type { ReactNode } from "react";

/** What a panel says when nothing is there to show. */
export function Nothing({ children }: { children: ReactNode }) {
  return <p className="px-4 py-3 text-12 text-ink-2">{children}</p>;
}
