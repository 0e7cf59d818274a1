"use client";
import { BrokenLink } from "./broken-link";
import { EntryForm } from "./entry-form";
import { useLinkToken } from "./link-token";
import { NewPasswordField } from "./new-password-field";

/** Chooses a new password by a link. */
export function ResetForm({ passwordMinLength }: { passwordMinLength: number }) {
  const token = useLinkToken();
  if (token === "") return <BrokenLink title="A part of the link is missing">The address ends without its secret. Open the whole link that you were given.</BrokenLink>;
  return (
    <EntryForm
      path="/api/v1/password-reset"
      action="Set the password"
      toBody={(fields) => ({ token: token ?? "", password: String(fields.get("password")) })}
      onDone={() => window.location.replace("/")}
    >
      {(errors) => <NewPasswordField minLength={passwordMinLength} label="New password" error={errors.password} />}
    </EntryForm>
  );
}
