import { CircleAlert } from "lucide-react";
import type { ReactNode } from "react";

/** What was refused, inside the form or dialog that asked. */
export function FormAlert({ children }: { children: ReactNode }) {
  return (
    <p role="alert" className="flex items-start gap-2 rounded bg-bad-soft px-3 py-2 text-12 text-bad-ink">
      <CircleAlert size={16} strokeWidth={1.75} aria-hidden className="text-bad-mark" />
      {children}
    </p>
  );
}
