"use client";
import { useEffect, useEffectEvent, useState } from "react";
import { ApiFailure } from "@/components/api-client";

export type Asked<Answer> = { status: "waiting" } | { status: "answered"; answer: Answer } | { status: "failed"; isUnseen: boolean };

/**
 * Asks when it is shown, and again on `retry`. For a component whose `key` is what it asks about: another question is another component.
 * `isUnseen`: there is nothing, or it may not be seen, which read the same.
 */
export function useAsked<Answer>(ask: (signal: AbortSignal) => Promise<Answer>): { asked: Asked<Answer>; retry: () => void } {
  const [asked, setAsked] = useState<Asked<Answer>>({ status: "waiting" });
  const [attempt, setAttempt] = useState(0);
  const begin = useEffectEvent(ask);
  useEffect(() => {
    const abort = new AbortController();
    begin(abort.signal).then(
      (answer) => setAsked({ status: "answered", answer }),
      (error: unknown) => abort.signal.aborted || setAsked({ status: "failed", isUnseen: error instanceof ApiFailure && (error.code === "not_found" || error.code === "forbidden") }),
    );
    return () => abort.abort();
  }, [attempt]);
  const retry = () => {
    setAsked({ status: "waiting" });
    setAttempt(attempt + 1);
  };
  return { asked, retry };
}
