"use client";
import { useRouter } from "next/navigation";
import { useId, useState } from "react";
import { counted } from "@/components/format";
import { sendJson, type Refusal } from "@/components/send-json";
import { Button } from "@/components/ui/button";
import { Dialog, DialogActions } from "@/components/ui/dialog";
import { FormAlert } from "@/components/ui/form-alert";
import type { Role } from "@/lib/access/viewer";
import { namespaceWords, ROLE_WORDS } from "./access-words";
import { RightsFields, toDraft, toRights, type Rights } from "./rights-fields";

export type ChangedUser = Rights & { id: string; name: string };
/** A live token that the user made, by name. */
export type MadeToken = { id: string; name: string; namespaces: readonly string[] | null };

const same = (a: Rights, b: Rights) => a.role === b.role && namespaceWords(a.namespaces) === namespaceWords(b.namespaces);

/** The tokens that a user with these rights could not make any more. */
function beyond(tokens: readonly MadeToken[], { role, namespaces }: Rights): MadeToken[] {
  return tokens.filter((token) => role !== "admin" || !(namespaces === null || token.namespaces?.every((it) => namespaces.includes(it))));
}

/** Role and namespaces of a user, and what a change of them brings, before it is made. */
export function ChangeRights({ user, roles, own, tokens }: { user: ChangedUser; roles: readonly Role[]; own: readonly string[] | null; tokens: readonly MadeToken[] }) {
  const id = useId();
  const router = useRouter();
  const [draft, setDraft] = useState(() => toDraft(user));
  const [asking, setAsking] = useState(false);
  const [keep, setKeep] = useState(false);
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const rights = toRights(draft);
  const going = beyond(tokens, rights);

  function preview() {
    if (rights.namespaces?.length === 0) return setRefusal({ field: "namespaces", message: "Name a namespace, or choose All." });
    setRefusal(null);
    setAsking(true);
  }
  async function change() {
    setBusy(true);
    const { refusal: refused } = await sendJson("PATCH", `/api/v1/users/${user.id}`, { ...rights, keepTokens: keep });
    setBusy(false);
    setAsking(false);
    setRefusal(refused);
    if (!refused) router.refresh();
  }
  return (
    <form className="grid gap-4 px-4 py-3" onSubmit={(event) => { event.preventDefault(); preview(); }}>
      <RightsFields id={id} roles={roles} own={own} draft={draft} onChange={setDraft} error={refusal?.field === "namespaces" ? refusal.message : undefined} />
      {refusal && refusal.field !== "namespaces" && <FormAlert>{refusal.message}</FormAlert>}
      <div><Button type="submit" disabled={same(rights, user)}>Preview the change</Button></div>
      <Dialog title={`Change what ${user.name} may do`} open={asking} onClose={() => setAsking(false)}>
        <dl className="grid grid-cols-[max-content_minmax(0,1fr)] gap-x-4 gap-y-1 text-12">
          <dt className="text-ink-3">Role</dt>
          <dd>{ROLE_WORDS[user.role]}{rights.role !== user.role && <> → <strong className="font-semibold">{ROLE_WORDS[rights.role]}</strong></>}</dd>
          <dt className="text-ink-3">Namespaces</dt>
          <dd className="break-words">{namespaceWords(user.namespaces)}{namespaceWords(rights.namespaces) !== namespaceWords(user.namespaces) && <> → <strong className="font-semibold">{namespaceWords(rights.namespaces)}</strong></>}</dd>
        </dl>
        <p className="text-12 text-ink-2">Every session of {user.name} ends, and links they made that they could no longer make are void.</p>
        <KeepTokens tokens={going} keep={keep} onChange={setKeep} />
        <DialogActions>
          <Button onClick={() => setAsking(false)}>Cancel</Button>
          <Button look="primary" disabled={busy} onClick={change}>Change</Button>
        </DialogActions>
      </Dialog>
    </form>
  );
}

/** The tokens that go with the change, and the choice to keep them. */
function KeepTokens({ tokens, keep, onChange }: { tokens: readonly MadeToken[]; keep: boolean; onChange: (keep: boolean) => void }) {
  if (tokens.length === 0) return null;
  return (
    <div className="grid gap-2 text-12">
      <p className="text-ink-2">{counted(tokens.length, "token")} they made {tokens.length === 1 ? "is" : "are"} {keep ? "kept" : "revoked"}: <span className="text-ink">{tokens.map(({ name }) => name).join(", ")}</span>. Who made a token may know its secret.</p>
      <label className="flex min-h-6 items-center gap-2 narrow:min-h-10"><input type="checkbox" className="size-4 accent-accent" checked={keep} onChange={(event) => onChange(event.target.checked)} />Keep them, because clients need them</label>
    </div>
  );
}

/** Lets a user out or in again. */
export function ChangePresence({ user, active, tokens }: { user: ChangedUser; active: boolean; tokens: readonly MadeToken[] }) {
  const router = useRouter();
  const [asking, setAsking] = useState(false);
  const [keep, setKeep] = useState(false);
  const [busy, setBusy] = useState(false);
  const [message, setMessage] = useState<string | null>(null);
  const word = active ? "Deactivate" : "Reactivate";
  async function change() {
    setBusy(true);
    setMessage(null);
    const { refusal } = await sendJson("PATCH", `/api/v1/users/${user.id}`, { active: !active, keepTokens: keep });
    setBusy(false);
    if (refusal) return setMessage(refusal.message);
    setAsking(false);
    router.refresh();
  }
  return (
    <>
      <Button onClick={() => { setMessage(null); setAsking(true); }}>{word}</Button>
      <Dialog title={`${word} ${user.name}`} open={asking} onClose={() => setAsking(false)}>
        <p className="text-12 text-ink-2">
          {active
            ? `${user.name} is signed out everywhere and cannot sign in. Links they made are void. What they recorded stays, under their name. You can reactivate the account.`
            : `${user.name} can sign in again as ${ROLE_WORDS[user.role].toLowerCase()}, with the same password. Tokens and links of before stay void.`}
        </p>
        {active && <KeepTokens tokens={tokens} keep={keep} onChange={setKeep} />}
        {message && <FormAlert>{message}</FormAlert>}
        <DialogActions>
          <Button onClick={() => setAsking(false)}>Cancel</Button>
          <Button look={active ? "danger" : "primary"} disabled={busy} onClick={change}>{word}</Button>
        </DialogActions>
      </Dialog>
    </>
  );
}
