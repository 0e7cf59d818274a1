"use client";
import { useEffect, useState } from "react";
import { ApiFailure } from "@/components/api-client";
import { search, type SearchAnswer } from "./search-api";

const DEBOUNCE_MS = 150;

export type SearchState =
  | { status: "idle" }
  | { status: "waiting"; text: string; previous: SearchAnswer | null }
  | { status: "answered"; text: string; answer: SearchAnswer }
  | { status: "failed"; text: string; message: string };

/** The answer to what is typed, asked for when typing rests. `retry` asks the same again. */
export function useSearch(typed: string): { state: SearchState; retry: () => void } {
  const text = typed.trim();
  const [answered, setAnswered] = useState<SearchState>({ status: "idle" });
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    if (text === "") return;
    const abort = new AbortController();
    const timer = setTimeout(async () => {
      try {
        setAnswered({ status: "answered", text, answer: await search(text, abort.signal) });
      } catch (error) {
        if (!abort.signal.aborted) setAnswered({ status: "failed", text, message: failureMessage(error) });
      }
    }, DEBOUNCE_MS);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [text, attempt]);

  const retry = () => {
    setAnswered({ status: "idle" });
    setAttempt((count) => count + 1);
  };
  if (text === "") return { state: { status: "idle" }, retry };
  if ((answered.status === "answered" || answered.status === "failed") && answered.text === text) return { state: answered, retry };
  return { state: { status: "waiting", text, previous: answered.status === "answered" ? answered.answer : null }, retry };
}

function failureMessage(error: unknown): string {
  const code = error instanceof ApiFailure ? error.code : "internal";
  if (code === "unauthenticated") return "Your sign-in has ended. Reload the page to sign in again.";
  if (code === "unavailable" || code === "timed_out") return "The graph did not answer. Ingestion goes on and nothing is lost.";
  return "The search failed. Nothing was changed.";
}
