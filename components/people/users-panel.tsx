import Link from "next/link";
import { counted } from "@/components/format";
import { Instant } from "@/components/ui/instant";
import { Mark } from "@/components/ui/mark";
import { Panel } from "@/components/ui/panel";
import { Table } from "@/components/ui/table";
import { userHref } from "@/lib/page-hrefs";
import type { Role } from "@/lib/access/viewer";
import { ConfirmButton } from "@/components/confirm-button";
import { namespaceWords, ROLE_WORDS } from "./access-words";
import { UserState } from "./user-state";

export type UserRow = { id: string; name: string; role: Role; namespaces: readonly string[] | null; seenAt: string | null; deactivatedAt: string | null; self: boolean };
export type InvitationRow = { id: string; role: Role; namespaces: readonly string[] | null; invitedBy: string; createdAt: string; expiresAt: string; over: boolean };

/** Who has an account here. */
export function UsersPanel({ users }: { users: readonly UserRow[] }) {
  return (
    <Panel title="Users" note="times in UTC">
      <Table
        caption="Users"
        columns={[{ key: "name", head: "Name" }, { key: "role", head: "Role" }, { key: "namespaces", head: "Namespaces", wideOnly: true }, { key: "seen", head: "Last seen", wideOnly: true }, { key: "state", head: "State" }]}
        rows={users.map((user) => ({
          key: user.id,
          cells: {
            name: <span className="flex min-w-0 items-center gap-2"><Link href={userHref(user.id)} className="max-w-56 truncate font-medium text-accent hover:underline narrow:max-w-32" title={user.name}>{user.name}</Link>{user.self && <span className="text-ink-3">you</span>}</span>,
            role: <RoleCell role={user.role} namespaces={user.namespaces} />,
            namespaces: <Namespaces of={user.namespaces} />,
            seen: user.seenAt ? <Instant at={user.seenAt} short /> : <span className="text-ink-3">Never</span>,
            state: <UserState deactivatedAt={user.deactivatedAt} />,
          },
        }))}
      />
    </Panel>
  );
}

/** Links that nobody has used yet. */
export function InvitationsPanel({ invitations, mayChange }: { invitations: readonly InvitationRow[]; mayChange: boolean }) {
  const over = invitations.filter((it) => it.over).length;
  return (
    <Panel title="Invitations" note={over > 0 ? `${counted(invitations.length - over, "waits", "wait")}, ${over} expired` : undefined}>
      {invitations.length === 0 ? (
        <p className="px-4 py-3 text-12 text-ink-2">No invitation waits. {mayChange ? "An invitation is a link that you hand over yourself." : "Administrators invite people by a link."}</p>
      ) : (
        <Table
          caption="Invitations"
          columns={[{ key: "role", head: "Role" }, { key: "namespaces", head: "Namespaces", wideOnly: true }, { key: "by", head: "Invited by", wideOnly: true }, { key: "made", head: "Made", wideOnly: true }, { key: "until", head: "Holds until" }, ...(mayChange ? [{ key: "withdraw", head: <span className="sr-only">Withdraw</span>, align: "right" as const }] : [])]}
          rows={invitations.map((it) => ({
            key: it.id,
            cells: {
              role: <RoleCell role={it.role} namespaces={it.namespaces} />,
              namespaces: <Namespaces of={it.namespaces} />,
              by: it.invitedBy,
              made: <Instant at={it.createdAt} short />,
              until: it.over ? <Mark tone="warn">Expired</Mark> : <Until at={it.expiresAt} />,
              withdraw: (
                <ConfirmButton word="Withdraw" label={`Withdraw the invitation as ${ROLE_WORDS[it.role].toLowerCase()}`} title="Withdraw this invitation" method="DELETE" path={`/api/v1/invitations/${it.id}`} size="sm">
                  <p>The link for {ROLE_WORDS[it.role].toLowerCase()}, {namespaceWords(it.namespaces)}, no longer makes an account. Nobody has used it.</p>
                </ConfirmButton>
              ),
            },
          }))}
        />
      )}
    </Panel>
  );
}

/** The role; on a narrow screen, which has no column for them, the namespaces under it. */
export function RoleCell({ role, namespaces }: { role: Role; namespaces: readonly string[] | null }) {
  return <>{ROLE_WORDS[role]}<span className="text-11 text-ink-3 wide:hidden"><Namespaces of={namespaces} /></span></>;
}

/** An end in the future: the day is enough where space is short. */
export function Until({ at }: { at: string }) {
  return <time dateTime={at} className="figures whitespace-nowrap">{at.slice(0, 10)}<span className="narrow:hidden"> {at.slice(11, 16)}</span></time>;
}

export function Namespaces({ of }: { of: readonly string[] | null }) {
  const words = namespaceWords(of);
  return <span className={`block max-w-72 truncate narrow:max-w-28 ${of === null ? "" : "mono"}`} title={words}>{words}</span>;
}
