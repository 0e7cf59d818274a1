"use client";
import { useSyncExternalStore } from "react";
import { tokenOf } from "./token-of";

function onHashChange(notify: () => void): () => void {
  window.addEventListener("hashchange", notify);
  return () => window.removeEventListener("hashchange", notify);
}

/** The secret in the address's fragment: empty without one, `null` until the script runs. */
export function useLinkToken(): string | null {
  return useSyncExternalStore(onHashChange, () => tokenOf(window.location.hash), () => null);
}
