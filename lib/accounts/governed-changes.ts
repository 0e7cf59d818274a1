import { randomUUID } from "node:crypto";
import { canonicalDigest } from "@/lib/canonical-json";
import type { Ledger } from "@/lib/ledger/ledger";
import type { AccountStore, StoredChange, Write } from "./store";

/** What a record of kind `access` can say: its type is `access.` and one of these. */
export const ACCESS_EVENTS = [
  "first-administrator-made",
  "invitation-made",
  "invitation-revoked",
  "invitation-accepted",
  "rights-changed",
  "user-deactivated",
  "user-reactivated",
  "password-changed",
  "reset-link-made",
  "password-reset",
  "sessions-ended",
  "token-made",
  "token-revoked",
] as const;
export type AccessEvent = (typeof ACCESS_EVENTS)[number];

/** What the ledger is told of a change. Names may stand in `facts`, never a secret or a digest of one. */
export type AccessRecord = {
  event: AccessEvent;
  /** Id of the viewer that did it. */
  actor: string;
  /** `user:<id>`, `token:<id>` or `invitation:<id>`. */
  subject: string;
  /** Others that it touches. */
  about?: readonly string[];
  /** The namespaces that the record speaks of, before and after; `null`: all. Who may not see all of them does not see the record. */
  scope: readonly string[] | null;
  facts?: Record<string, unknown>;
};

/** A change that was decided: what the ledger is told, and what then holds. */
export type Decision<T> = { record: AccessRecord; writes: Write[]; result: T };

/** The part of the ledger that changes need. */
export type AccessLedger = Pick<Ledger, "append" | "findById" | "failed" | "notWritable">;

/**
 * Changes of people and tokens, one after another, each together with its record in the ledger: the change holds if and only if the
 * ledger has the record.
 *
 * A change is first put aside in the store, then the record is appended, then the change is taken over. Whatever ends the process in
 * between, the next start asks the ledger: with the record the change is taken over, without it dropped.
 */
export class GovernedChanges {
  private last: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly store: AccountStore,
    private readonly ledger: AccessLedger,
    private readonly nudge: () => void,
  ) {
    this.settle();
  }

  /**
   * Decides and makes a change. `decide` sees the store with all changes before it, so what it has checked still holds when the change
   * is made; it returns `null` when there is nothing to change.
   * @throws what `decide` throws; AppError `unavailable` when the ledger does not take the record: then nothing was changed
   */
  make<T>(decide: () => Decision<T> | { record: null; result: T }): Promise<T> {
    const done = this.last.then(() => this.makeNow(decide));
    this.last = done.catch(() => undefined);
    return done;
  }

  /** Resolves once no change is under way. */
  async idle(): Promise<void> {
    await this.last;
  }

  private async makeNow<T>(decide: () => Decision<T> | { record: null; result: T }): Promise<T> {
    const decision = decide();
    if (decision.record === null) return decision.result;
    // while an append may have come to disk without an answer, the change that was put aside with it must stay
    const refusal = this.ledger.notWritable();
    if (refusal) throw refusal;
    const change: StoredChange = { recordId: `access:${randomUUID()}`, writes: decision.writes };
    await this.store.changes.put("pending", change);
    try {
      await this.append(change.recordId, decision.record);
    } catch (error) {
      if (this.ledger.failed() === null) await this.store.changes.remove("pending");
      throw error;
    }
    await this.store.root.transaction(() => this.takeOver(change));
    this.nudge();
    return decision.result;
  }

  private append(id: string, { event, actor, subject, about = [], scope, facts = {} }: AccessRecord): ReturnType<AccessLedger["append"]> {
    const payload = { scope, ...facts };
    return this.ledger.append({
      id,
      contentDigest: canonicalDigest(payload),
      kind: "access",
      type: `access.${event}`,
      subject,
      about: [...new Set([subject, ...about, actor])],
      actor,
      bytes: Buffer.from(JSON.stringify(payload)),
      mediaType: "application/json",
    });
  }

  /** What the process before left half done. */
  private settle(): void {
    const change = this.store.changes.get("pending");
    if (!change) return;
    const recorded = this.ledger.findById(change.recordId) !== null;
    this.store.root.transactionSync(() => {
      if (recorded) this.takeOver(change);
      else void this.store.changes.remove("pending");
    });
  }

  /** Inside a transaction. */
  private takeOver(change: StoredChange): void {
    for (const { table, key, value } of change.writes) {
      if (value === null) void this.store[table].remove(key);
      else void (this.store[table] as { put(key: string, value: unknown): Promise<boolean> }).put(key, value);
    }
    void this.store.changes.remove("pending");
  }
}
