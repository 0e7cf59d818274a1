"use client";
import { UserPlus } from "lucide-react";
import { useRouter } from "next/navigation";
import { useId, useState } from "react";
import * as z from "zod/mini";
import { formatUtc } from "@/components/format";
import { sendJson, type Refusal } from "@/components/send-json";
import { Button } from "@/components/ui/button";
import { Dialog, DialogActions } from "@/components/ui/dialog";
import { FormAlert } from "@/components/ui/form-alert";
import { SecretOnce } from "@/components/ui/secret-once";
import type { Role } from "@/lib/access/viewer";
import { namespaceWords, ROLE_WORDS } from "./access-words";
import { RightsFields, toDraft, toRights, type Rights } from "./rights-fields";

const made = z.object({ url: z.string(), expiresAt: z.string() });

/** Makes an invitation: role and namespaces first, then the link, shown once. `own`: the namespaces of who invites. */
export function InviteButton({ roles, own }: { roles: readonly Role[]; own: readonly string[] | null }) {
  const [open, setOpen] = useState(false);
  const router = useRouter();
  return (
    <>
      <Button look="primary" onClick={() => setOpen(true)}><UserPlus size={14} strokeWidth={1.75} aria-hidden />Invite</Button>
      <Dialog title="Invite a person" open={open} onClose={() => setOpen(false)}>
        <InviteForm roles={roles} own={own} onMade={() => router.refresh()} onDone={() => setOpen(false)} />
      </Dialog>
    </>
  );
}

function InviteForm({ roles, own, onMade, onDone }: { roles: readonly Role[]; own: readonly string[] | null; onMade: () => void; onDone: () => void }) {
  const id = useId();
  const [draft, setDraft] = useState(() => toDraft({ role: "viewer", namespaces: own && [...own] }));
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [link, setLink] = useState<{ url: string; expiresAt: string; rights: Rights } | null>(null);

  async function make() {
    const rights = toRights(draft);
    if (rights.namespaces?.length === 0) return setRefusal({ field: "namespaces", message: "Name a namespace, or choose All." });
    setBusy(true);
    setRefusal(null);
    const { answer, refusal: refused } = await sendJson("POST", "/api/v1/invitations", rights);
    setBusy(false);
    const parsed = made.safeParse(answer);
    if (refused || !parsed.success) return setRefusal(refused ?? { field: null, message: "Headwater answered in a shape this page does not know." });
    setLink({ ...parsed.data, rights });
    onMade();
  }

  if (link) {
    return (
      <>
        <SecretOnce secret={link.url} copyLabel="Copy link">
          <p>Hand this link to the person yourself: nothing is mailed, and it is shown this once. Whoever opens it first becomes {ROLE_WORDS[link.rights.role].toLowerCase()} of {link.rights.namespaces === null ? "all namespaces" : namespaceWords(link.rights.namespaces)}.</p>
          <p className="mt-1">It holds until {formatUtc(link.expiresAt).slice(0, 16)} UTC. You can withdraw it here.</p>
        </SecretOnce>
        <DialogActions><Button look="primary" onClick={onDone}>Done</Button></DialogActions>
      </>
    );
  }
  return (
    <form className="grid gap-4" onSubmit={(event) => { event.preventDefault(); void make(); }}>
      <RightsFields id={id} roles={roles} own={own} draft={draft} onChange={setDraft} error={refusal?.field === "namespaces" ? refusal.message : undefined} />
      {refusal && refusal.field !== "namespaces" && <FormAlert>{refusal.message}</FormAlert>}
      <DialogActions>
        <Button onClick={onDone}>Cancel</Button>
        <Button type="submit" look="primary" disabled={busy}>Make the link</Button>
      </DialogActions>
    </form>
  );
}
