import type { ReactNode } from "react";
import { CopyButton } from "./copy-button";

/** A secret that is shown this once, with a button that copies it. `children` say what to do with it. */
export function SecretOnce({ secret, copyLabel, children }: { secret: string; copyLabel: string; children: ReactNode }) {
  return (
    <div className="grid gap-2">
      <div className="text-12 text-ink-2">{children}</div>
      <code className="mono block rounded bg-sunken px-3 py-2 text-12 break-all select-all">{secret}</code>
      <div><CopyButton text={secret} label={copyLabel} size="normal" /></div>
    </div>
  );
}
