"use client";
import { Moon, Sun } from "lucide-react";
import { buttonClass } from "@/components/ui/button";
import { THEME_COOKIE } from "./theme";

const YEAR_SECONDS = 31_536_000;

/** Switches between light and dark and remembers it. Both icons are there and the style sheet shows one, so nothing waits for scripts. */
export function ThemeToggle() {
  function toggle() {
    const root = document.documentElement;
    const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    const next = dark ? "light" : "dark";
    root.dataset.theme = next;
    document.cookie = `${THEME_COOKIE}=${next}; path=/; max-age=${YEAR_SECONDS}; samesite=lax`;
  }
  return (
    <button type="button" onClick={toggle} className={buttonClass({ look: "ghost", size: "icon-sm" })} aria-label="Switch between light and dark" title="Switch between light and dark">
      <Moon size={16} strokeWidth={1.75} aria-hidden className="theme-light" />
      <Sun size={16} strokeWidth={1.75} aria-hidden className="theme-dark" />
    </button>
  );
}
