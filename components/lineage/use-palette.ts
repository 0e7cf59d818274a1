"use client";
import { useMemo, useSyncExternalStore } from "react";
import { readPalette, type Palette } from "./drawing";

const DARK = "(prefers-color-scheme: dark)";

function subscribe(onChange: () => void): () => void {
  const media = matchMedia(DARK);
  const observer = new MutationObserver(onChange);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
  media.addEventListener("change", onChange);
  return () => {
    observer.disconnect();
    media.removeEventListener("change", onChange);
  };
}

const themeNow = () => document.documentElement.dataset.theme ?? (matchMedia(DARK).matches ? "dark" : "light");

/** The colours of the theme of the moment; `null` on the server, which has no page to read them from. */
export function usePalette(): Palette | null {
  const theme = useSyncExternalStore(subscribe, themeNow, () => null);
  return useMemo(() => (theme === null ? null : readPalette(document.documentElement)), [theme]);
}
