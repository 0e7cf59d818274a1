/** What a person or a token may be given. `producer` is for machines only: no user account has it. */
export const ROLES = ["viewer", "producer", "steward", "approver", "auditor", "admin"] as const;
export type Role = (typeof ROLES)[number];

/** Who asks. `automation` is the bearer of `HEADWATER_ADMIN_TOKEN`. */
export type Viewer = {
  /** `user:<id>`, `token:<id>` or `automation`: stable, and what the ledger names as actor. */
  id: string;
  name: string;
  role: Role | "automation";
  /** The namespaces that may be read and written; `null` is all of them. */
  namespaces: readonly string[] | null;
};

/** True when what lies in `namespace` may be shown to this viewer, or written by it. */
export function maySee(viewer: Pick<Viewer, "namespaces">, namespace: string): boolean {
  return viewer.namespaces === null || viewer.namespaces.includes(namespace);
}

/** True when everything in `namespaces` (`null`: all there are) is open to this viewer. */
export function covers(viewer: Viewer, namespaces: readonly string[] | null): boolean {
  return viewer.namespaces === null || (namespaces !== null && namespaces.every((namespace) => maySee(viewer, namespace)));
}
