"use client";
import { ContextMenu as Base } from "@base-ui/react/context-menu";
import type { ComponentProps, ReactNode } from "react";
import { Kbd } from "./kbd";

const POPUP = "min-w-56 max-w-[calc(100vw-24px)] rounded border border-line bg-surface py-1 text-12 text-ink shadow-[var(--shadow-pop)] outline-none";
const ITEM = "flex min-h-8 cursor-default items-center gap-2.5 px-3 outline-none select-none data-[disabled]:text-ink-3 data-[highlighted]:bg-sunken [&>svg]:flex-none [&>svg]:text-ink-3 narrow:min-h-10";

/**
 * A menu that opens where the pointer is, on a right click, a long press, or the context key. `onOpenAt` hears for what it opens; `false`
 * keeps it closed.
 */
export function ContextMenu({ label, onOpenAt, items, children, className }: { label: string; onOpenAt: (on: Element) => boolean; items: ReactNode; children: ReactNode; className?: string }) {
  return (
    <Base.Root>
      <Base.Trigger
        className={className}
        onContextMenu={(event) => {
          if (!(event.target instanceof Element) || onOpenAt(event.target)) return;
          event.preventBaseUIHandler();
        }}
      >
        {children}
      </Base.Trigger>
      <Base.Portal>
        <Base.Positioner className="z-50">
          <Base.Popup aria-label={label} className={POPUP}>{items}</Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

/** One thing to do. `keys` names the key that does the same. */
export function MenuItem({ icon, keys, children, ...props }: ComponentProps<typeof Base.Item> & { icon?: ReactNode; keys?: string }) {
  return (
    <Base.Item {...props} className={ITEM}>
      {icon ?? <span className="w-3.5" />}
      <span className="min-w-0 flex-1 truncate">{children}</span>
      {keys && <Kbd>{keys}</Kbd>}
    </Base.Item>
  );
}

/** Leads to another page. */
export function MenuLink({ icon, href, children }: { icon?: ReactNode; href: string; children: ReactNode }) {
  return (
    <Base.LinkItem href={href} className={ITEM}>
      {icon ?? <span className="w-3.5" />}
      <span className="min-w-0 flex-1 truncate">{children}</span>
    </Base.LinkItem>
  );
}

export function MenuLine() {
  return <Base.Separator className="my-1 h-px bg-line" />;
}
