import { AppError } from "@/lib/errors";
import type { Viewer } from "./viewer";

/** Everything that can be asked of Headwater, each with the roles that may. The one list: what is not in it cannot be done. */
const MAY = {
  /** For everyone, signed in or not. */
  public: null,
  /** For whoever is signed in: to see who one is, to sign out. */
  self: ["viewer", "producer", "steward", "approver", "auditor", "admin", "automation"],
  /** Every read of lineage, the ledger's checkpoint and the gates. Producers read back what they wrote. */
  "lineage:read": ["viewer", "producer", "steward", "approver", "auditor", "admin", "automation"],
  /** Ingestion: machines only, so that no browser's cookie can record an event. */
  "lineage:write": ["producer", "automation"],
  "retraction:write": ["steward", "automation"],
  "incident:write": ["producer", "steward", "approver", "admin", "automation"],
  "deadletter:read": ["steward", "auditor", "admin", "automation"],
  "deadletter:write": ["steward", "admin", "automation"],
  /** Has the graph made again from the ledger: nothing is lost, but nothing can be read meanwhile. */
  "graph:rebuild": ["admin", "automation"],
  "token:read": ["auditor", "admin", "automation"],
  "token:write": ["admin", "automation"],
  /** Who there is, with which role and namespaces. */
  "user:read": ["auditor", "admin", "automation"],
  /** Invites, changes rights, lets people in and out. Nobody changes their own rights, or gives more than they have. */
  "user:write": ["admin", "automation"],
  /** Reads what other people did. */
  "audit:read": ["auditor", "admin", "automation"],
  /** A person's word, never a machine's: neither automation nor an administrator may. */
  "approval:decide": ["approver"],
} as const satisfies Record<string, readonly Viewer["role"][] | null>;

export type Action = keyof typeof MAY;
export const ACTIONS = Object.keys(MAY) as Action[];

/** True when this viewer, or nobody (`null`), may do `action`. */
export function may(viewer: Viewer | null, action: Action): boolean {
  const roles: readonly Viewer["role"][] | null = MAY[action];
  return roles === null || (viewer !== null && roles.includes(viewer.role));
}

/**
 * The viewer, once it is sure that it may do `action`.
 * @throws AppError `unauthenticated` for nobody (also where the action is public: ask `may` there), `forbidden` for a role that may not.
 */
export function authorise(viewer: Viewer | null, action: Action): Viewer {
  if (viewer === null) throw new AppError("unauthenticated", "Sign in, or send a token as 'Authorization: Bearer <token>'.");
  if (!may(viewer, action)) throw new AppError("forbidden", `The role '${viewer.role}' may not do this (${action}).`);
  return viewer;
}

/** For what cannot be told apart by namespace. @throws AppError `forbidden` for a viewer that is bound to some. */
export function requireAllNamespaces(viewer: Viewer): void {
  if (viewer.namespaces !== null) throw new AppError("forbidden", "This spans all namespaces, and you may see some only.");
}
