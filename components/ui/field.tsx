import type { ComponentProps, ReactNode } from "react";
import { classNames } from "./class-names";

export const FIELD =
  "flex h-8 min-w-0 items-center gap-2 rounded border border-control bg-surface px-2.5 text-12 focus-within:outline-2 focus-within:outline-offset-2 focus-within:outline-accent narrow:h-10";

/** A labelled text input. `hint` says what is expected, `error` what is wrong; both are read with the field. */
export function TextField({ label, hint, error, id, className, ...props }: ComponentProps<"input"> & { id: string; label: string; hint?: ReactNode; error?: string }) {
  const described = error ? `${id}-error` : hint ? `${id}-hint` : undefined;
  return (
    <div className={className}>
      <label htmlFor={id} className="mb-1 block text-12 font-medium">{label}</label>
      <input
        id={id}
        {...props}
        aria-invalid={error ? true : undefined}
        aria-describedby={described}
        className={classNames("h-8 w-full rounded border bg-surface px-2.5 text-13 narrow:h-10", error ? "border-bad-mark" : "border-control")}
      />
      {error ? <p id={`${id}-error`} className="mt-1 text-12 text-bad-ink">{error}</p> : hint ? <p id={`${id}-hint`} className="mt-1 text-12 text-ink-3">{hint}</p> : null}
    </div>
  );
}
