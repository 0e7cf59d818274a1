"use client";

/** A few choices of which one holds. `label` names the group. */
export function Segmented<Value extends string>({ label, value, options, onChange, className = "" }: {
  label: string;
  value: Value;
  options: readonly { value: Value; label: string }[];
  onChange: (value: Value) => void;
  className?: string;
}) {
  return (
    <div role="group" aria-label={label} className={`inline-flex h-8 flex-none gap-0.5 rounded border border-line-strong bg-sunken p-[3px] narrow:h-10 ${className}`}>
      {options.map((option) => (
        <button
          key={option.value}
          type="button"
          aria-pressed={option.value === value}
          onClick={() => option.value !== value && onChange(option.value)}
          className="inline-flex items-center rounded-[3px] px-2.5 text-12 font-medium whitespace-nowrap text-ink-2 hover:text-ink aria-pressed:bg-surface aria-pressed:text-ink aria-pressed:shadow-[0_0_0_1px_var(--color-line-strong)]"
        >
          {option.label}
        </button>
      ))}
    </div>
  );
}
