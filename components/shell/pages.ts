import type { Action } from "@/lib/access/policy";

export type ShellPage = "home" | "lineage" | "impact" | "incidents" | "registry" | "ledger" | "connect" | "people" | "tokens" | "account";

type Entry = { page: ShellPage; href: string; word: string; /** What one must be allowed to do to see it. */ action: Action };

/** The pages of the bar, in order. */
export const MAIN_PAGES: readonly Entry[] = [
  { page: "home", href: "/", word: "Home", action: "lineage:read" },
  { page: "lineage", href: "/lineage", word: "Lineage", action: "lineage:read" },
  { page: "impact", href: "/impact", word: "Impact", action: "lineage:read" },
  { page: "incidents", href: "/incidents", word: "Incidents", action: "lineage:read" },
  { page: "registry", href: "/registry", word: "Registry", action: "lineage:read" },
  { page: "ledger", href: "/ledger", word: "Ledger", action: "lineage:read" },
];

/** The pages of the account's menu. */
export const ACCOUNT_PAGES: readonly Entry[] = [
  { page: "account", href: "/account", word: "Account", action: "self" },
  { page: "people", href: "/people", word: "People", action: "user:read" },
  { page: "tokens", href: "/tokens", word: "API tokens", action: "token:read" },
  { page: "connect", href: "/connect", word: "Connect", action: "lineage:read" },
];
