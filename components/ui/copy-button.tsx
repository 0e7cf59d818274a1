"use client";
import { Check, Copy } from "lucide-react";
import { useEffect, useState } from "react";
import { Button, type ButtonLook, type ButtonSize } from "./button";

/** Copies `text` and says so for two seconds. With `iconOnly`, `label` is its name. */
export function CopyButton({ text, label = "Copy", iconOnly = false, look, size = "sm" }: { text: string | (() => string); label?: string; iconOnly?: boolean; look?: ButtonLook; size?: ButtonSize }) {
  const [state, setState] = useState<"idle" | "copied" | "failed">("idle");
  useEffect(() => {
    if (state === "idle") return;
    const timer = setTimeout(() => setState("idle"), 2000);
    return () => clearTimeout(timer);
  }, [state]);
  async function copy() {
    try {
      await navigator.clipboard.writeText(typeof text === "string" ? text : text());
      setState("copied");
    } catch {
      setState("failed");
    }
  }
  const Icon = state === "copied" ? Check : Copy;
  const word = state === "copied" ? "Copied" : state === "failed" ? "Could not copy" : label;
  return (
    <Button look={look} size={size} onClick={copy} aria-label={iconOnly ? word : undefined} title={iconOnly ? word : undefined}>
      <Icon size={14} strokeWidth={1.75} aria-hidden />
      {!iconOnly && <span aria-live="polite">{word}</span>}
    </Button>
  );
}
