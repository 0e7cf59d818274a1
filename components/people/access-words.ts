import { formatUtc } from "@/components/format";
import type { Action } from "@/lib/access/policy";
import type { Viewer } from "@/lib/access/viewer";
import type { AccessEvent } from "@/lib/accounts/governed-changes";

/** A role in a line, for whoever gives or has it. */
export const ROLE_LINES: Readonly<Record<Viewer["role"], string>> = {
  viewer: "Reads lineage, impact and incidents.",
  producer: "A machine that records events and reads them back.",
  steward: "Reads, takes records back, and replays dead letters.",
  approver: "Reads, and decides what was proposed. Only people approve.",
  auditor: "Reads everything, people and tokens too. Changes nothing.",
  admin: "Reads, and looks after people and tokens. Does not approve.",
  automation: "Everything but approving: the token that the start was given.",
};

export const ROLE_WORDS: Readonly<Record<Viewer["role"], string>> = {
  viewer: "Viewer",
  producer: "Producer",
  steward: "Steward",
  approver: "Approver",
  auditor: "Auditor",
  admin: "Administrator",
  automation: "Automation",
};

/** What an action is, in words. `null`: everybody may, and nobody needs to be told. */
export const ACTION_WORDS: Readonly<Record<Action, string | null>> = {
  public: null,
  self: null,
  "lineage:read": "Read lineage, impact, predictions and the ledger",
  "lineage:write": "Record events",
  "retraction:write": "Take records back",
  "incident:write": "Report incidents",
  "deadletter:read": "Read dead letters",
  "deadletter:write": "Replay dead letters",
  "graph:rebuild": "Rebuild the graph from the ledger",
  "token:read": "See API tokens",
  "token:write": "Make and revoke API tokens",
  "user:read": "See people and invitations",
  "user:write": "Invite people and change what they may do",
  "audit:read": "Read the records about people and tokens",
  "approval:decide": "Approve what others propose",
};

/** "All namespaces", "shop, ops", "No namespace". */
export function namespaceWords(namespaces: readonly string[] | null): string {
  if (namespaces === null) return "All namespaces";
  return namespaces.length === 0 ? "No namespace" : namespaces.join(", ");
}

/** Namespaces as they are typed, one a line. */
export function namespacesOf(text: string): string[] {
  return [...new Set(text.split("\n").map((line) => line.trim()).filter(Boolean))];
}

/** "2026-11-23 07:42", or a word for never. */
export const minuteOf = (instant: string | null): string => (instant === null ? "Never" : formatUtc(instant).slice(0, 16));

/** What a record about people and tokens says, by its type. */
export const ACCESS_EVENT_WORDS: Readonly<Record<`access.${AccessEvent}`, string>> = {
  "access.first-administrator-made": "First administrator made",
  "access.invitation-made": "Invitation made",
  "access.invitation-revoked": "Invitation withdrawn",
  "access.invitation-accepted": "Invitation accepted",
  "access.rights-changed": "Role or namespaces changed",
  "access.user-deactivated": "Deactivated",
  "access.user-reactivated": "Reactivated",
  "access.password-changed": "Password changed",
  "access.reset-link-made": "Link for a new password made",
  "access.password-reset": "New password by link",
  "access.sessions-ended": "Sessions ended",
  "access.token-made": "Token made",
  "access.token-revoked": "Token revoked",
};
