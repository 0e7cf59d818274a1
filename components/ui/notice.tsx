import type { ReactNode } from "react";

/** What a region says instead of its content: empty, failed, too large, not to be seen. What happened, what still holds, what to do. */
export function Notice({ icon, title, children, actions, level: Heading = "h2" }: { icon: ReactNode; title: string; children?: ReactNode; actions?: ReactNode; level?: "h1" | "h2" }) {
  return (
    <div className="grid justify-items-start gap-2 text-ink [&>svg]:text-ink-2">
      {icon}
      <Heading className="text-13">{title}</Heading>
      {children && <div className="text-12 text-ink-2">{children}</div>}
      {actions && <div className="mt-1 flex flex-wrap gap-2">{actions}</div>}
    </div>
  );
}
