import { Ban, Clock } from "lucide-react";
import { counted, formatCount } from "@/components/format";
import { Instant } from "@/components/ui/instant";
import { ActiveDot, Mark } from "@/components/ui/mark";
import { Panel } from "@/components/ui/panel";
import { Table } from "@/components/ui/table";
import type { Role } from "@/lib/access/viewer";
import { ConfirmButton } from "@/components/confirm-button";
import { Namespaces, RoleCell, Until } from "./users-panel";

export type TokenRow = { id: string; name: string; role: Role; namespaces: readonly string[] | null; madeBy: string; usedAt: string | null; expiresAt: string; state: "active" | "expired" | "revoked"; revokedAt: string | null };

/** The tokens that hold, and folded away those that hold no more. */
export function TokensPanel({ tokens, mayChange }: { tokens: readonly TokenRow[]; mayChange: boolean }) {
  const live = tokens.filter(({ state }) => state === "active");
  const ended = tokens.filter(({ state }) => state !== "active");
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <Panel title="In use" note={`${counted(live.length, "token")}, times in UTC`}>
        {live.length === 0 ? (
          <p className="px-4 py-3 text-12 text-ink-2">No token holds. {mayChange ? "A client that sends events, or a script that reads, needs one." : "Administrators make them."}</p>
        ) : (
          <TokenTable caption="Tokens in use" tokens={live} mayChange={mayChange} />
        )}
      </Panel>
      {ended.length > 0 && (
        <details className="rounded border border-line bg-surface">
          <summary className="flex min-h-10 items-center px-4 text-13 font-semibold">Revoked and expired<span className="ml-2 text-12 font-normal text-ink-3">{formatCount(ended.length)}</span></summary>
          <div className="border-t border-line"><TokenTable caption="Tokens revoked and expired" tokens={ended} mayChange={false} /></div>
        </details>
      )}
    </div>
  );
}

function TokenTable({ caption, tokens, mayChange }: { caption: string; tokens: readonly TokenRow[]; mayChange: boolean }) {
  return (
    <Table
      caption={caption}
      columns={[
        { key: "name", head: "Name" }, { key: "role", head: "Role" }, { key: "namespaces", head: "Namespaces", wideOnly: true }, { key: "by", head: "Made by", wideOnly: true },
        { key: "used", head: "Last used", wideOnly: true }, { key: "end", head: "Ends" }, { key: "state", head: "State", wideOnly: mayChange }, ...(mayChange ? [{ key: "revoke", head: <span className="sr-only">Revoke</span>, align: "right" as const }] : []),
      ]}
      rows={tokens.map((token) => ({
        key: token.id,
        cells: {
          name: <span className="flex min-w-0 items-baseline gap-2"><span className="block max-w-56 truncate font-medium narrow:max-w-32" title={token.name}>{token.name}</span><span className="mono text-ink-3 narrow:hidden">{token.id}</span></span>,
          role: <RoleCell role={token.role} namespaces={token.namespaces} />,
          namespaces: <Namespaces of={token.namespaces} />,
          by: <span className="block max-w-40 truncate" title={token.madeBy}>{token.madeBy}</span>,
          used: token.usedAt ? <Instant at={token.usedAt} short /> : <span className="text-ink-3">Never</span>,
          end: <Until at={token.expiresAt} />,
          state: <TokenState token={token} />,
          revoke: (
            <ConfirmButton word="Revoke" label={`Revoke ${token.name}`} title={`Revoke ${token.name}`} method="DELETE" path={`/api/v1/tokens/${token.id}`} size="sm">
              <p>Whatever sends this token is refused from now on. This cannot be taken back: make a new token instead.</p>
              <p>{token.usedAt ? `Last used at ${token.usedAt.slice(0, 16).replace("T", " ")} UTC.` : "It was never used."} What came in with it stays.</p>
            </ConfirmButton>
          ),
        },
      }))}
    />
  );
}

function TokenState({ token }: { token: TokenRow }) {
  if (token.state === "active") return <Mark tone="quiet" icon={<ActiveDot size={12} />}>Active</Mark>;
  if (token.state === "expired") return <Mark icon={<Clock size={14} strokeWidth={1.75} aria-hidden />}>Expired</Mark>;
  return <Mark icon={<Ban size={14} strokeWidth={1.75} aria-hidden />}>Revoked {token.revokedAt && <span className="narrow:hidden"><Instant at={token.revokedAt} short /></span>}</Mark>;
}
