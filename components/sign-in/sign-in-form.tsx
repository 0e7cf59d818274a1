"use client";
import { TextField } from "@/components/ui/field";
import { EntryForm } from "./entry-form";

/** Name and password. `returnPath`: where to go then, an address of ours. */
export function SignInForm({ returnPath }: { returnPath: string }) {
  return (
    <EntryForm
      path="/api/v1/session"
      action="Sign in"
      toBody={(fields) => ({ name: String(fields.get("name")), password: String(fields.get("password")) })}
      // a full load: the pages in the router's cache belong to nobody
      onDone={() => window.location.assign(returnPath)}
    >
      {(errors) => (
        <>
          <TextField id="name" name="name" label="Name" autoComplete="username" autoCapitalize="none" spellCheck={false} required autoFocus error={errors.name} />
          <TextField id="password" name="password" type="password" label="Password" autoComplete="current-password" required error={errors.password} />
        </>
      )}
    </EntryForm>
  );
}
