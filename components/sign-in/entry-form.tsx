"use client";
import { useState, useSyncExternalStore, type ReactNode } from "react";
import { sendJson, type Refusal } from "@/components/send-json";
import { Button } from "@/components/ui/button";
import { FormAlert } from "@/components/ui/form-alert";

const never = () => () => undefined;

export type EntryFormProps = {
  /** The route of our interface that takes the fields as JSON. */
  path: string;
  method?: "POST" | "PUT";
  action: string;
  /** What the fields hold, ready to be sent. */
  toBody: (fields: FormData) => Record<string, string>;
  /** The fields; `errors` names what is wrong with each. */
  children: (errors: Readonly<Record<string, string>>) => ReactNode;
  onDone: () => void;
};

/**
 * A form that sends JSON and says inline what was refused. Its button waits for the script: without it the browser would send the
 * password as a form of its own.
 */
export function EntryForm({ path, method = "POST", action, toBody, children, onDone }: EntryFormProps) {
  const ready = useSyncExternalStore(never, () => true, () => false);
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);

  async function submit(form: HTMLFormElement) {
    setBusy(true);
    setRefusal(null);
    const { refusal: refused } = await sendJson(method, path, toBody(new FormData(form)));
    if (!refused) return onDone();
    setBusy(false);
    const named = refused.field === null ? null : form.elements.namedItem(refused.field);
    setRefusal(named === null ? { ...refused, field: null } : refused);
    const field = named ?? form.elements.namedItem("password");
    if (field instanceof HTMLInputElement) field.focus();
  }

  const atField = refusal?.field ? { [refusal.field]: refusal.message } : {};
  const fields = children(atField);
  return (
    <form
      method="post"
      className="grid gap-4"
      aria-busy={busy}
      onSubmit={(event) => {
        event.preventDefault();
        void submit(event.currentTarget);
      }}
    >
      {fields}
      {refusal?.field === null && <FormAlert>{refusal.message}</FormAlert>}
      <Button type="submit" look="primary" className="w-full" disabled={!ready || busy}>{action}</Button>
    </form>
  );
}
