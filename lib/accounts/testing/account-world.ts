import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Viewer } from "@/lib/access/viewer";
import { AppError } from "@/lib/errors";
import { Ledger } from "@/lib/ledger/ledger";
import { Accounts } from "../accounts";
import type { AccessLedger } from "../governed-changes";
import type { UserRole } from "../users";

export const AUTOMATION: Viewer = { id: "automation", name: "Automation", role: "automation", namespaces: null };
export const PASSWORD = "canary-correct-horse-battery";

/** Real accounts over a real ledger in a directory of their own, with a clock that is set by hand. */
export class AccountWorld {
  readonly dir = mkdtempSync(path.join(tmpdir(), "headwater-accounts-"));
  now = 1_700_000_000 * 1_000_000;
  ledger: Ledger;
  accounts: Accounts;

  constructor() {
    this.ledger = Ledger.open(path.join(this.dir, "ledger"));
    this.accounts = this.openAccounts(this.ledger);
  }

  /** Opens the accounts over a ledger that may refuse. */
  openAccounts(ledger: AccessLedger): Accounts {
    return (this.accounts = Accounts.open(path.join(this.dir, "accounts"), { ledger, clock: () => this.now }));
  }

  async linkToken(): Promise<string> {
    const link = await this.accounts.issueSetupLink("http://127.0.0.1:3000");
    return /#token=(.+)$/.exec(link?.url ?? "")?.[1] ?? "";
  }

  async setUp(): Promise<Viewer> {
    return this.accounts.completeSetup({ token: await this.linkToken(), name: "Mara Keller", password: PASSWORD });
  }

  /** A user who was invited and came. */
  async join(by: Viewer, name: string, role: UserRole, namespaces: readonly string[] | null = null): Promise<Viewer> {
    const { text } = await this.accounts.invite(by, { role, namespaces });
    return this.accounts.acceptInvitation({ token: text, name, password: PASSWORD });
  }

  /** What the ledger was told, oldest first. */
  records(): { type: string; actor: string; subject: string; payload: Record<string, unknown> }[] {
    return [...this.ledger.range(1, this.ledger.size())].map(({ type, actor, subject, bytes }) => ({ type, actor, subject, payload: JSON.parse(bytes.toString("utf8")) as Record<string, unknown> }));
  }

  async close(): Promise<void> {
    await this.accounts.close();
    await this.ledger.close();
    rmSync(this.dir, { recursive: true, force: true });
  }
}

/** The code of what an attempt threw, or `done`. */
export async function codeOf(attempt: Promise<unknown>): Promise<string> {
  try {
    await attempt;
    return "done";
  } catch (error) {
    return error instanceof AppError ? error.code : String(error);
  }
}

export const userId = (viewer: Viewer): string => viewer.id.slice("user:".length);
