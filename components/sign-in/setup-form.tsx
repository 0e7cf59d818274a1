"use client";
import { useState, useSyncExternalStore } from "react";
import { TextField } from "@/components/ui/field";
import { EntryForm } from "./entry-form";
import { tokenOf } from "./token-of";

function onHashChange(notify: () => void): () => void {
  window.addEventListener("hashchange", notify);
  return () => window.removeEventListener("hashchange", notify);
}

/** Makes the first administrator. The link's token stands in the fragment; whoever comes without it pastes the link. */
export function SetupForm({ passwordMinLength }: { passwordMinLength: number }) {
  const linkToken = useSyncExternalStore(onHashChange, () => tokenOf(window.location.hash), () => null);
  const [visible, setVisible] = useState(false);
  return (
    <EntryForm
      path="/api/v1/setup"
      action="Make the first administrator"
      toBody={(fields) => ({
        token: linkToken || tokenOf(String(fields.get("token") ?? "")) || "none",
        name: String(fields.get("name")),
        password: String(fields.get("password")),
      })}
      onDone={() => window.location.replace("/")}
    >
      {(errors) => (
        <>
          {linkToken === "" && (
            <TextField id="token" name="token" label="Set-up link" autoComplete="off" required error={errors.token} hint="The start printed it. It is also in the file setup-link in the data directory." />
          )}
          <TextField id="name" name="name" label="Name" autoComplete="username" maxLength={100} required error={errors.name} hint="You sign in with it." />
          <TextField
            id="password" name="password" type={visible ? "text" : "password"} label="Password" autoComplete="new-password" spellCheck={false}
            minLength={passwordMinLength} maxLength={1024} required error={errors.password} hint={`${passwordMinLength} characters or more.`}
          />
          <label className="flex min-h-6 items-center gap-2 text-12 text-ink-2 narrow:min-h-10">
            <input type="checkbox" className="size-4 accent-accent" checked={visible} onChange={(event) => setVisible(event.target.checked)} />
            Show what I type
          </label>
        </>
      )}
    </EntryForm>
  );
}
