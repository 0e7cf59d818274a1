"use client";
import { useRouter } from "next/navigation";
import { useState } from "react";
import * as z from "zod/mini";
import { formatUtc } from "@/components/format";
import { sendJson } from "@/components/send-json";
import { Button } from "@/components/ui/button";
import { Dialog, DialogActions } from "@/components/ui/dialog";
import { FormAlert } from "@/components/ui/form-alert";
import { SecretOnce } from "@/components/ui/secret-once";

const made = z.object({ url: z.string(), expiresAt: z.string() });

/** Makes a link by which a user chooses a new password: says what it is first, then shows it once. */
export function ResetLinkButton({ user }: { user: { id: string; name: string } }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button onClick={() => setOpen(true)}>New password by link</Button>
      <Dialog title={`A new password for ${user.name}`} open={open} onClose={() => setOpen(false)}>
        <ResetLink user={user} onDone={() => setOpen(false)} />
      </Dialog>
    </>
  );
}

function ResetLink({ user, onDone }: { user: { id: string; name: string }; onDone: () => void }) {
  const router = useRouter();
  const [busy, setBusy] = useState(false);
  const [message, setMessage] = useState<string | null>(null);
  const [link, setLink] = useState<z.infer<typeof made> | null>(null);
  async function make() {
    setBusy(true);
    const { answer, refusal } = await sendJson("POST", `/api/v1/users/${user.id}/reset-link`, {});
    setBusy(false);
    const parsed = made.safeParse(answer);
    if (refusal || !parsed.success) return setMessage(refusal?.message ?? "Headwater answered in a shape this page does not know.");
    setLink(parsed.data);
    router.refresh();
  }
  if (link) {
    return (
      <>
        <SecretOnce secret={link.url} copyLabel="Copy link"><p>Hand this link to {user.name} yourself. It is shown this once, works once, and holds until {formatUtc(link.expiresAt).slice(0, 16)} UTC.</p></SecretOnce>
        <DialogActions><Button look="primary" onClick={onDone}>Done</Button></DialogActions>
      </>
    );
  }
  return (
    <>
      <p className="text-12 text-ink-2">Whoever opens the link chooses the password and is signed in as {user.name}. The present password holds until then; after that every session ends. That the link was made is recorded.</p>
      {message && <FormAlert>{message}</FormAlert>}
      <DialogActions>
        <Button onClick={onDone}>Cancel</Button>
        <Button look="primary" disabled={busy} onClick={make}>Make the link</Button>
      </DialogActions>
    </>
  );
}
