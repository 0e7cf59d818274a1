"use client";
import { Menu } from "@base-ui/react/menu";
import { Check, Layers } from "lucide-react";
import { buttonClass } from "@/components/ui/button";
import { classNames } from "@/components/ui/class-names";
import { GROUPINGS, type Grouping } from "@/lib/explorer-view";
import { GROUPING_WORDS } from "./group-words";

const NONE = "none";

/** By what the picture is put together. `none` says what it means to choose nothing. */
export function GroupMenu({ value, none, onChange, className }: { value: Grouping | null; none: string; onChange: (grouping: Grouping | null) => void; className?: string }) {
  const options = [{ value: NONE, word: none }, ...GROUPINGS.map((it) => ({ value: it as string, word: GROUPING_WORDS[it] }))];
  return (
    <Menu.Root modal={false}>
      <Menu.Trigger className={classNames(buttonClass(), value === null ? "" : "border-accent bg-accent-soft text-accent", className)}>
        <Layers size={14} strokeWidth={1.75} aria-hidden />
        {value === null ? "Group" : `Group: ${GROUPING_WORDS[value].toLowerCase()}`}
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner sideOffset={4} align="start" className="z-50">
          <Menu.Popup className="min-w-48 rounded border border-line-strong bg-surface p-1 text-12 shadow-[var(--shadow-pop)] outline-none">
            <Menu.RadioGroup value={value ?? NONE} onValueChange={(next: string) => onChange(GROUPINGS.find((it) => it === next) ?? null)}>
              {options.map((option) => (
                <Menu.RadioItem
                  key={option.value}
                  value={option.value}
                  closeOnClick
                  className="flex h-8 cursor-pointer items-center gap-2 rounded-[3px] px-2 outline-none data-highlighted:bg-sunken narrow:h-11"
                >
                  <span className="grid w-4 flex-none place-items-center"><Menu.RadioItemIndicator><Check size={14} strokeWidth={2} aria-hidden /></Menu.RadioItemIndicator></span>
                  {option.word}
                </Menu.RadioItem>
              ))}
            </Menu.RadioGroup>
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}
