"use client";
import { CopyButton } from "./copy-button";

/** Copies the address of the page as it stands. */
export function CopyAddress() {
  return <CopyButton text={() => location.href} label="Copy link" size="normal" />;
}
