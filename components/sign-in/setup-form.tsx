"use client";
import { TextField } from "@/components/ui/field";
import { EntryForm } from "./entry-form";
import { useLinkToken } from "./link-token";
import { NewPasswordField } from "./new-password-field";
import { tokenOf } from "./token-of";

/** Makes the first administrator. The link's token stands in the fragment; whoever comes without it pastes the link. */
export function SetupForm({ passwordMinLength }: { passwordMinLength: number }) {
  const linkToken = useLinkToken();
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
          <NewPasswordField minLength={passwordMinLength} error={errors.password} />
        </>
      )}
    </EntryForm>
  );
}
