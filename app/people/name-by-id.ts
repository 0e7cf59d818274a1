import "server-only";
import { services } from "@/graph/services";
import type { Viewer } from "@/lib/access/viewer";

/** What to call who did something, by the id that the ledger has: their name where `viewer` may know it. */
export function nameById(viewer: Viewer): (id: string) => string {
  const { accounts } = services();
  const names = new Map([
    ["automation", "Automation"],
    ...accounts.listUsers(viewer).map(({ id, name }): [string, string] => [`user:${id}`, name]),
    ...accounts.listTokens(viewer).map(({ id, name }): [string, string] => [`token:${id}`, `${name} (token)`]),
  ]);
  return (id) => names.get(id) ?? (id.startsWith("token:") ? "A token" : "Somebody");
}
