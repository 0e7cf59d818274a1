"use client";
import { useEffect, useState } from "react";
import * as z from "zod/mini";
import { namespaceWords, ROLE_LINES, ROLE_WORDS } from "@/components/people/access-words";
import { sendJson } from "@/components/send-json";
import { TextField } from "@/components/ui/field";
import { Skeleton } from "@/components/ui/skeleton";
import { ROLES } from "@/lib/access/viewer";
import { BrokenLink } from "./broken-link";
import { EntryForm } from "./entry-form";
import { useLinkToken } from "./link-token";
import { NewPasswordField } from "./new-password-field";

const invitation = z.object({ role: z.enum(ROLES), namespaces: z.nullable(z.array(z.string())), invitedBy: z.string() });
type Opened = { state: "opening" } | { state: "open"; it: z.infer<typeof invitation> } | { state: "broken"; message: string };

/** Accepts an invitation: says first what it gives and who invites. */
export function AcceptForm({ passwordMinLength }: { passwordMinLength: number }) {
  const token = useLinkToken();
  const [opened, setOpened] = useState<Opened>({ state: "opening" });
  useEffect(() => {
    if (token === null || token === "") return;
    let current = true;
    void sendJson("POST", "/api/v1/invitations/open", { token }).then(({ answer, refusal }) => {
      const parsed = invitation.safeParse(answer);
      if (current) setOpened(parsed.success ? { state: "open", it: parsed.data } : { state: "broken", message: refusal?.message ?? "Headwater answered in a shape this page does not know." });
    });
    return () => {
      current = false;
    };
  }, [token]);

  if (token === "") return <BrokenLink title="A part of the link is missing">The address ends without its secret. Open the whole link that you were given.</BrokenLink>;
  if (opened.state === "broken") return <BrokenLink>{opened.message}</BrokenLink>;
  if (opened.state === "opening") return <div aria-busy="true" aria-label="Opening the invitation" className="appear-late grid gap-3"><Skeleton className="h-4 w-56" /><Skeleton className="h-8 w-full" /><Skeleton className="h-8 w-full" /></div>;
  const { role, namespaces, invitedBy } = opened.it;
  return (
    <>
      <dl className="mb-6 grid grid-cols-[max-content_minmax(0,1fr)] gap-x-4 gap-y-1 rounded bg-sunken px-3 py-2 text-12">
        <dt className="text-ink-3">Invited by</dt><dd className="break-words">{invitedBy}</dd>
        <dt className="text-ink-3">Role</dt><dd><span className="font-medium">{ROLE_WORDS[role]}</span>. {ROLE_LINES[role]}</dd>
        <dt className="text-ink-3">You see</dt><dd className="break-words">{namespaceWords(namespaces)}</dd>
      </dl>
      <EntryForm
        path="/api/v1/invitations/accept"
        action="Accept"
        toBody={(fields) => ({ token: token ?? "", name: String(fields.get("name")), password: String(fields.get("password")) })}
        // a full load: the pages in the router's cache belong to nobody
        onDone={() => window.location.replace("/")}
      >
        {(errors) => (
          <>
            <TextField id="name" name="name" label="Name" autoComplete="username" maxLength={100} required error={errors.name} hint="You sign in with it, and others see it." />
            <NewPasswordField minLength={passwordMinLength} error={errors.password} />
          </>
        )}
      </EntryForm>
    </>
  );
}
