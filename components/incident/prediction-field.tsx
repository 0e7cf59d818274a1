"use client";
import { ArrowRight } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState, type FormEvent } from "react";
import { Button } from "@/components/ui/button";
import { TextField } from "@/components/ui/field";
import { predictionHref } from "@/lib/page-hrefs";
import { pastedIds } from "./pasted-ids";

/** Where an incident begins: the id, the reference or the trace id of one prediction. */
export function PredictionField() {
  const router = useRouter();
  const [typed, setTyped] = useState("");
  const [error, setError] = useState<string>();
  function open(event: FormEvent) {
    event.preventDefault();
    const ids = pastedIds(typed);
    if (ids.length === 0) setError("Enter the ID of a prediction, or a trace ID.");
    else if (ids.length > 1) setError(`These are ${ids.length} IDs. Open one at a time.`);
    else router.push(predictionHref(ids[0]!));
  }
  return (
    <form onSubmit={open} className="flex items-start gap-2 rounded border border-line bg-surface p-4">
      <TextField
        id="prediction-id"
        className="min-w-0 flex-1"
        label="Prediction ID or trace ID"
        hint="Opens what made the prediction: telemetry, features, code and model."
        error={error}
        autoComplete="off"
        spellCheck={false}
        value={typed}
        onChange={(event) => {
          setTyped(event.target.value);
          setError(undefined);
        }}
      />
      <Button type="submit" look="primary" className="mt-5">Open<ArrowRight size={14} strokeWidth={1.75} aria-hidden /></Button>
    </form>
  );
}
