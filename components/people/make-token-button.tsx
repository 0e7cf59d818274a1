"use client";
import { KeyRound } from "lucide-react";
import { useRouter } from "next/navigation";
import { useId, useState } from "react";
import * as z from "zod/mini";
import { formatUtc } from "@/components/format";
import { sendJson, type Refusal } from "@/components/send-json";
import { Button } from "@/components/ui/button";
import { Dialog, DialogActions } from "@/components/ui/dialog";
import { TextField } from "@/components/ui/field";
import { FormAlert } from "@/components/ui/form-alert";
import { SecretOnce } from "@/components/ui/secret-once";
import type { Role } from "@/lib/access/viewer";
import { RightsFields, toDraft, toRights } from "./rights-fields";

const made = z.object({ name: z.string(), token: z.string(), expiresAt: z.string() });
const DAY_MS = 86_400_000;
const LIVES = [7, 30, 90, 365] as const;

/** Makes an API token: name, role, namespaces and end first, then the token, shown once. `own`: the namespaces of who makes it. */
export function MakeTokenButton({ roles, own }: { roles: readonly Role[]; own: readonly string[] | null }) {
  const [open, setOpen] = useState(false);
  const router = useRouter();
  return (
    <>
      <Button look="primary" onClick={() => setOpen(true)}><KeyRound size={14} strokeWidth={1.75} aria-hidden />Make a token</Button>
      <Dialog title="Make an API token" open={open} onClose={() => setOpen(false)}>
        <TokenForm roles={roles} own={own} onMade={() => router.refresh()} onDone={() => setOpen(false)} />
      </Dialog>
    </>
  );
}

function TokenForm({ roles, own, onMade, onDone }: { roles: readonly Role[]; own: readonly string[] | null; onMade: () => void; onDone: () => void }) {
  const id = useId();
  const [name, setName] = useState("");
  const [days, setDays] = useState<number>(90);
  const [draft, setDraft] = useState(() => toDraft({ role: "producer", namespaces: own && [...own] }));
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [token, setToken] = useState<z.infer<typeof made> | null>(null);

  async function make() {
    const rights = toRights(draft);
    if (rights.namespaces?.length === 0) return setRefusal({ field: "namespaces", message: "Name a namespace, or choose All." });
    setBusy(true);
    setRefusal(null);
    const { answer, refusal: refused } = await sendJson("POST", "/api/v1/tokens", { name, ...rights, expiresAt: new Date(Date.now() + days * DAY_MS).toISOString() });
    setBusy(false);
    const parsed = made.safeParse(answer);
    if (refused || !parsed.success) return setRefusal(refused ?? { field: null, message: "Headwater answered in a shape this page does not know." });
    setToken(parsed.data);
    onMade();
  }

  if (token) {
    return (
      <>
        <SecretOnce secret={token.token} copyLabel="Copy token">
          <p>This is the token of {token.name}. It is shown this once, and only its hash is kept: put it where the client finds it.</p>
          <p className="mt-1">It holds until {formatUtc(token.expiresAt).slice(0, 16)} UTC. You can revoke it here.</p>
        </SecretOnce>
        <DialogActions><Button look="primary" onClick={onDone}>Done</Button></DialogActions>
      </>
    );
  }
  const unplaced = refusal && refusal.field !== "namespaces" && refusal.field !== "name" ? refusal.message : null;
  return (
    <form className="grid gap-4" onSubmit={(event) => { event.preventDefault(); void make(); }}>
      <TextField id={`${id}-name`} label="Name" required maxLength={100} autoComplete="off" value={name} onChange={(event) => setName(event.target.value)} error={refusal?.field === "name" ? refusal.message : undefined} hint="What uses it: one token for each client, so that one can be revoked alone." />
      <RightsFields id={id} roles={roles} own={own} draft={draft} onChange={setDraft} error={refusal?.field === "namespaces" ? refusal.message : undefined} />
      <div>
        <label htmlFor={`${id}-days`} className="mb-1 block text-12 font-medium">Ends after</label>
        <select id={`${id}-days`} value={days} onChange={(event) => setDays(Number(event.target.value))} className="h-8 rounded border border-control bg-surface px-2 text-13 narrow:h-10">
          {LIVES.map((life) => <option key={life} value={life}>{life} days</option>)}
        </select>
      </div>
      {unplaced && <FormAlert>{unplaced}</FormAlert>}
      <DialogActions>
        <Button onClick={onDone}>Cancel</Button>
        <Button type="submit" look="primary" disabled={busy}>Make the token</Button>
      </DialogActions>
    </form>
  );
}
