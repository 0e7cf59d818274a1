import { KindGlyph } from "@/components/lineage/kind-glyph";
import { kindWord } from "@/components/lineage/kind-words";
import { versionLabel } from "@/components/lineage/node-words";
import { StateMark } from "@/components/lineage/state-mark";
import { formatCount, formatTotal } from "@/components/format";
import { Button } from "@/components/ui/button";
import { CutMiddle } from "@/components/ui/cut-middle";
import { Skeleton } from "@/components/ui/skeleton";
import type { SearchResult } from "./search-api";
import type { SearchState } from "./use-search";

/** Only what departs from active is told: normal is quiet. */
function DepartedMark({ state }: { state: string }) {
  return state === "active" || state === "complete" ? null : <StateMark state={state} small />;
}

/** The list under a search field: rows to choose from, or why there are none. Rows and their ids are the combobox's. */
export function SearchResults({ id, state, active, onPick, onHover, onRetry }: {
  id: string;
  state: SearchState;
  active: number;
  onPick: (result: SearchResult) => void;
  onHover: (index: number) => void;
  onRetry: () => void;
}) {
  const answer = state.status === "answered" ? state.answer : state.status === "waiting" ? state.previous : null;
  return (
    <>
      <ul id={id} role="listbox" aria-label="Search results" className={answer && answer.results.length > 0 ? "py-1" : ""}>
        {answer?.results.map((result, index) => (
          <li
            key={result.ref}
            id={`${id}-${index}`}
            role="option"
            aria-selected={index === active}
            onMouseMove={() => onHover(index)}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => onPick(result)}
            className="flex h-8 items-center gap-2.5 px-4 aria-selected:bg-accent-soft narrow:h-11"
          >
            <KindGlyph kind={result.kind} state={result.state} size={18} decorative />
            <span className="flex min-w-0 flex-1 items-center gap-1">
              <CutMiddle className="font-medium">{result.name}</CutMiddle>
              {result.version && <span className="max-w-40 flex-none truncate font-mono text-11 font-medium text-ink-2">{versionLabel(result.version)}</span>}
              <span className="flex-none pl-2"><DepartedMark state={result.state} /></span>
            </span>
            <span className="ml-auto flex min-w-0 flex-none gap-1.5 pl-2 text-12 text-ink-3">
              <span className="max-w-40 truncate narrow:hidden">{result.namespace}</span>
              <span aria-hidden className="narrow:hidden">·</span>
              {kindWord(result.kind)}
            </span>
          </li>
        ))}
      </ul>
      {state.status === "waiting" && !answer && (
        <div className="appear-late py-1" aria-hidden>
          {[180, 132, 156].map((width) => (
            <div key={width} className="flex h-8 items-center gap-2.5 px-4">
              <Skeleton className="size-[18px]" />
              <span style={{ width }}><Skeleton className="h-3" /></span>
            </div>
          ))}
        </div>
      )}
      {state.status === "answered" && state.answer.results.length === 0 && (
        <p className="px-4 py-3 text-12 text-ink-2">
          <span className="block font-semibold text-ink">No match for “{state.text}”</span>
          Names match by any part, IDs from their beginning, trace IDs whole.
        </p>
      )}
      {state.status === "answered" && (state.answer.total === null || state.answer.total > state.answer.results.length) && (
        <p className="figures border-t border-line px-4 py-2 text-11 text-ink-3">
          {formatCount(state.answer.results.length)} of {formatTotal(state.answer.total)} shown. Type more to narrow it.
        </p>
      )}
      {state.status === "failed" && (
        <div role="alert" className="flex items-center gap-3 px-4 py-3 text-12">
          <span className="text-ink-2">{state.message}</span>
          <Button size="sm" className="ml-auto" onClick={onRetry}>Try again</Button>
        </div>
      )}
    </>
  );
}

/** What a screen reader hears when an answer has come. */
export function searchAnnouncement(state: SearchState): string {
  if (state.status !== "answered") return "";
  const { total } = state.answer;
  return total === 0 ? `No match for ${state.text}` : `${formatTotal(total)} ${total === 1 ? "match" : "matches"}`;
}
