"use client";
import { Popover } from "@base-ui/react/popover";
import { ListFilter } from "lucide-react";
import { formatCount } from "@/components/format";
import { Button, buttonClass } from "@/components/ui/button";
import { classNames } from "@/components/ui/class-names";
import { CutMiddle } from "@/components/ui/cut-middle";
import type { PictureFacets } from "@/lib/layout/visible-picture";
import { countChosen, NO_FILTER, type PictureFilter } from "@/lib/picture-filter";
import type { Confidence } from "@/lib/layout/picture";
import type { NodeKind } from "@/lib/lineage/node-ref";
import { kindWords } from "./kind-words";
import { partyName } from "./node-link";
import { CONFIDENCE_WORDS, stateWord } from "./node-words";

/** The lists of a filter: what each is called, and how its values read. */
const LISTS: readonly { list: keyof PictureFilter; title: string; wordOf: (value: string) => string }[] = [
  { list: "kinds", title: "Kind", wordOf: (value) => kindWords(value as NodeKind) },
  { list: "owners", title: "Owner", wordOf: partyName },
  { list: "tags", title: "Tag", wordOf: (value) => value },
  { list: "states", title: "State", wordOf: (value) => stateWord(value)?.word ?? value },
  { list: "confidences", title: "Edges", wordOf: (value) => CONFIDENCE_WORDS[value as Confidence].word },
];

/** Values that a picture has, and those that are chosen though it has none of them now. */
function valuesOf(list: keyof PictureFilter, facets: PictureFacets, filter: PictureFilter) {
  const chosen = filter[list].filter((value) => !facets[list].some((it) => it.value === value));
  return [...facets[list], ...chosen.map((value) => ({ value, count: 0 }))];
}

/** What of the picture is shown: nothing moves, and what is left out is counted. */
export function FilterMenu({ filter, facets, onFilter }: { filter: PictureFilter; facets: PictureFacets; onFilter: (filter: PictureFilter) => void }) {
  const chosen = countChosen(filter);
  const toggle = (list: keyof PictureFilter, value: string) => {
    const values: readonly string[] = filter[list];
    onFilter({ ...filter, [list]: values.includes(value) ? values.filter((it) => it !== value) : [...values, value] });
  };
  return (
    <Popover.Root>
      <Popover.Trigger className={classNames(buttonClass(), chosen > 0 && "border-accent bg-accent-soft text-accent")}>
        <ListFilter size={14} strokeWidth={1.75} aria-hidden />
        Filter{chosen > 0 && <span className="figures">: {formatCount(chosen)}</span>}
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner className="z-40" sideOffset={6} align="start" collisionPadding={12}>
          <Popover.Popup aria-label="Filter the picture" className="scroll-slim max-h-[min(70dvh,var(--available-height))] w-72 overflow-y-auto rounded border border-line bg-surface text-12 text-ink shadow-[var(--shadow-pop)] outline-none">
            {LISTS.map(({ list, title, wordOf }) => {
              const values = valuesOf(list, facets, filter);
              if (values.length < 2 && filter[list].length === 0) return null;
              return (
                <fieldset key={list} className="min-w-0 border-b border-line px-3 py-2">
                  <legend className="float-left mb-1 w-full text-11 font-medium text-ink-3">{title}</legend>
                  {values.map(({ value, count }) => (
                    <label key={value} className="clear-both flex min-h-7 items-center gap-2 narrow:min-h-10">
                      <input type="checkbox" checked={(filter[list] as readonly string[]).includes(value)} onChange={() => toggle(list, value)} className="size-4 flex-none accent-accent" />
                      <CutMiddle className="flex-1">{wordOf(value)}</CutMiddle>
                      <span className="figures text-ink-3">{formatCount(count)}</span>
                    </label>
                  ))}
                </fieldset>
              );
            })}
            <div className="flex items-center gap-2 px-3 py-2">
              <span className="text-11 text-ink-3">Of what is drawn. Nothing moves.</span>
              <Button size="sm" className="ml-auto" disabled={chosen === 0} onClick={() => onFilter(NO_FILTER)}>Clear</Button>
            </div>
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}
