"use client";
import { useState, type ReactNode } from "react";
import { ClientStep } from "./client-step";
import { ListenStep } from "./listen-step";
import { TokenMaker, type MadeToken } from "./token-maker";

export type ConnectProps = {
  origin: string;
  /** The time that example events say, RFC 3339. */
  now: string;
  mayMakeTokens: boolean;
  /** The namespaces of the viewer; `null` is all. */
  own: readonly string[] | null;
};

/** From no token to the first event, in three steps. `children` says how else, with the token that was made or its placeholder. */
export function ConnectSteps({ origin, now, mayMakeTokens, own, children }: ConnectProps & { children?: (token: string) => ReactNode }) {
  const [made, setMade] = useState<MadeToken | null>(null);
  const token = made?.token ?? "<token>";
  return (
    <>
      {children?.(token)}
      <section aria-label="Send your own events" className="mt-4 rounded border border-line bg-surface">
        <div className="flex min-h-10 items-center border-b border-line px-4 py-1"><h2 className="text-13">Send your own events</h2></div>
        <ol className="grid gap-5 px-4 py-4">
          <TokenMaker mayMake={mayMakeTokens} own={own} made={made} onMade={setMade} />
          <ClientStep values={{ origin, token, now }} />
          <ListenStep tokenId={made?.id ?? null} />
        </ol>
      </section>
    </>
  );
}
