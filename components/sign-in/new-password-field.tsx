"use client";
import { useState } from "react";
import { TextField } from "@/components/ui/field";

/** A password that is being chosen, with the way to look at it. */
export function NewPasswordField({ minLength, error, label = "Password" }: { minLength: number; error?: string; label?: string }) {
  const [visible, setVisible] = useState(false);
  return (
    <>
      <TextField
        id="password" name="password" type={visible ? "text" : "password"} label={label} autoComplete="new-password" spellCheck={false}
        minLength={minLength} maxLength={1024} required error={error} hint={`${minLength} characters or more.`}
      />
      <label className="flex min-h-6 items-center gap-2 text-12 text-ink-2 narrow:min-h-10">
        <input type="checkbox" className="size-4 accent-accent" checked={visible} onChange={(event) => setVisible(event.target.checked)} />
        Show what I type
      </label>
    </>
  );
}
