"use client";
import { Undo2 } from "lucide-react";
import { useRouter } from "next/navigation";
import { useId, useState, useTransition } from "react";
import { formatCount } from "@/components/format";
import { sendJson } from "@/components/send-json";
import { Button } from "@/components/ui/button";

/**
 * Takes a record back, or (`gives`) takes back the retraction that took it: preview, reason, confirm. `target` is the record that the
 * retraction will name, `sequence` the one whose facts go or come back.
 */
export function RetractForm({ target, sequence, gives, what }: { target: number; sequence: number; gives: boolean; what: string }) {
  const router = useRouter();
  const id = useId();
  const [isOpen, setOpen] = useState(false);
  const [reason, setReason] = useState("");
  const [fault, setFault] = useState<string | null>(null);
  const [isSending, setSending] = useState(false);
  const [isRefreshing, startRefresh] = useTransition();
  const verb = gives ? "Give back" : "Retract";
  async function confirm() {
    if (reason.trim() === "") return setFault("Say why. The reason is part of the record.");
    setSending(true);
    setFault(null);
    const { refusal } = await sendJson("POST", "/api/v1/retractions", { records: [target], reason: reason.trim() });
    setSending(false);
    if (refusal) return setFault(refusal.message);
    setOpen(false);
    setReason("");
    startRefresh(() => router.refresh());
  }
  if (!isOpen) return <Button disabled={isRefreshing} onClick={() => setOpen(true)}><Undo2 size={14} strokeWidth={1.75} aria-hidden />{verb}</Button>;
  return (
    <form
      className="grid gap-3 rounded border border-line-strong p-3"
      onSubmit={(event) => {
        event.preventDefault();
        void confirm();
      }}
      onKeyDown={(event) => event.key === "Escape" && setOpen(false)}
    >
      <p className="text-12 text-ink-2">
        {gives
          ? `Takes back retraction ${formatCount(target)}: what record ${formatCount(sequence)} (${what}) says holds again, at every instant.`
          : `What record ${formatCount(sequence)} (${what}) says is gone at every instant, as if it had never been sent. What other records also say stays. The record itself stays in the ledger, and a retraction can be taken back.`}
      </p>
      <div>
        <label htmlFor={id} className="mb-1 block text-12 font-medium">Reason</label>
        <input
          id={id}
          autoFocus
          value={reason}
          onChange={(event) => setReason(event.target.value)}
          maxLength={2000}
          autoComplete="off"
          aria-invalid={fault ? true : undefined}
          aria-describedby={fault ? `${id}-fault` : undefined}
          className={`h-8 w-full rounded border bg-surface px-2.5 text-13 narrow:h-10 ${fault ? "border-bad-mark" : "border-control"}`}
        />
        {fault && <p id={`${id}-fault`} role="alert" className="mt-1 text-12 text-bad-ink">{fault}</p>}
      </div>
      <div className="flex gap-2">
        <Button type="submit" look="primary" disabled={isSending}>{verb} record {formatCount(sequence)}</Button>
        <Button look="ghost" onClick={() => setOpen(false)}>Cancel</Button>
      </div>
    </form>
  );
}
