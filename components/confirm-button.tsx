"use client";
import { useRouter } from "next/navigation";
import { useState, type ReactNode } from "react";
import { sendJson } from "@/components/send-json";
import { Button, type ButtonLook, type ButtonSize } from "@/components/ui/button";
import { Dialog, DialogActions } from "@/components/ui/dialog";
import { FormAlert } from "@/components/ui/form-alert";

export type ConfirmButtonProps = {
  /** What the button says, and the button that confirms. */
  word: string;
  /** Said to screen readers where many buttons have the same word. */
  label?: string;
  title: string;
  /** What will happen, in words. */
  children: ReactNode;
  method: "POST" | "PATCH" | "DELETE";
  path: string;
  body?: object;
  look?: ButtonLook;
  confirmLook?: ButtonLook;
  size?: ButtonSize;
};

/** Something that is not done by one click: says what will happen, and does it when that is confirmed. */
export function ConfirmButton({ word, label, title, children, method, path, body, look, confirmLook = "danger", size = "normal" }: ConfirmButtonProps) {
  const router = useRouter();
  const [open, setOpen] = useState(false);
  const [busy, setBusy] = useState(false);
  const [message, setMessage] = useState<string | null>(null);
  async function confirm() {
    setBusy(true);
    setMessage(null);
    const { refusal } = await sendJson(method, path, body);
    setBusy(false);
    if (refusal) return setMessage(refusal.message);
    setOpen(false);
    router.refresh();
  }
  return (
    <>
      <Button look={look} size={size} aria-label={label} onClick={() => { setMessage(null); setOpen(true); }}>{word}</Button>
      <Dialog title={title} open={open} onClose={() => setOpen(false)}>
        <div className="grid gap-2 text-12 text-ink-2">{children}</div>
        {message && <FormAlert>{message}</FormAlert>}
        <DialogActions>
          <Button onClick={() => setOpen(false)}>Cancel</Button>
          <Button look={confirmLook} disabled={busy} onClick={confirm}>{word}</Button>
        </DialogActions>
      </Dialog>
    </>
  );
}
