"use client";
import { useSyncExternalStore } from "react";

/** Ages are told in minutes and more: a finer clock would only draw again. */
const GRAIN_MS = 10_000;

function subscribe(onChange: () => void): () => void {
  const timer = setInterval(onChange, GRAIN_MS);
  return () => clearInterval(timer);
}

/** What the browser's clock shows, in ms since 1970; `null` on the server, which must not put its own into a page that is read later. */
export function useNow(): number | null {
  return useSyncExternalStore(subscribe, () => Math.floor(Date.now() / GRAIN_MS) * GRAIN_MS, () => null);
}
