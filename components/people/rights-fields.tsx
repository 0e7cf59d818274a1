"use client";
import { Segmented } from "@/components/ui/segmented";
import type { Role } from "@/lib/access/viewer";
import { namespacesOf, ROLE_LINES, ROLE_WORDS } from "./access-words";

export type Rights = { role: Role; namespaces: string[] | null };

/** What of the rights is being chosen: the namespaces as they are typed. */
export type RightsDraft = { role: Role; all: boolean; typed: string };

export const toDraft = ({ role, namespaces }: Rights): RightsDraft => ({ role, all: namespaces === null, typed: (namespaces ?? []).join("\n") });
export const toRights = ({ role, all, typed }: RightsDraft): Rights => ({ role, namespaces: all ? null : namespacesOf(typed) });

/** A role, with a line on each, and namespaces. `own`: those of who gives them (`null`: all), who can give no more. */
export function RightsFields({ id, roles, own, draft, onChange, error }: {
  id: string;
  roles: readonly Role[];
  own: readonly string[] | null;
  draft: RightsDraft;
  onChange: (draft: RightsDraft) => void;
  error?: string;
}) {
  return (
    <>
      <fieldset className="grid gap-1">
        <legend className="mb-1 text-12 font-medium">Role</legend>
        {roles.map((role) => (
          <label key={role} className="flex min-h-8 items-start gap-2 rounded py-1 narrow:min-h-11">
            <input type="radio" name={`${id}-role`} value={role} checked={draft.role === role} onChange={() => onChange({ ...draft, role })} className="mt-0.5 size-4 flex-none accent-accent" />
            <span className="min-w-0"><span className="block font-medium">{ROLE_WORDS[role]}</span><span className="block text-12 text-ink-3">{ROLE_LINES[role]}</span></span>
          </label>
        ))}
      </fieldset>
      <div className="grid gap-2">
        <div className="flex flex-wrap items-center gap-3">
          <span className="text-12 font-medium">Namespaces</span>
          {own === null && (
            <Segmented label="Namespaces" value={draft.all ? "all" : "some"} options={[{ value: "all", label: "All" }, { value: "some", label: "Chosen" }]} onChange={(value) => onChange({ ...draft, all: value === "all" })} />
          )}
        </div>
        {draft.all ? (
          <p className="text-12 text-ink-3">Everything that is recorded, now and later.</p>
        ) : (
          <div>
            <label htmlFor={`${id}-namespaces`} className="sr-only">Namespaces, one a line</label>
            <textarea
              id={`${id}-namespaces`} rows={3} value={draft.typed} spellCheck={false} onChange={(event) => onChange({ ...draft, typed: event.target.value })}
              aria-invalid={error ? true : undefined} aria-describedby={`${id}-namespaces-hint`}
              className={`mono w-full rounded border bg-surface px-2.5 py-1.5 text-12 leading-5 ${error ? "border-bad-mark" : "border-control"}`}
            />
            <p id={`${id}-namespaces-hint`} className={`mt-1 text-12 ${error ? "text-bad-ink" : "text-ink-3"}`}>
              {error ?? (own === null ? "One a line, as events name them. What lies elsewhere is not there for them." : `One a line. You can give your own: ${own.join(", ") || "none"}.`)}
            </p>
          </div>
        )}
      </div>
    </>
  );
}
