import "server-only";
import { setTimeout as sleep } from "node:timers/promises";
import neo4j, { Neo4jError, type Driver } from "neo4j-driver";
import { nowMicros } from "@/lib/time";
import type { GraphChange } from "./graph-change";
import { writeChange } from "./write-change";

/** How far the graph is: the last sequence in it, and how many commits made it. */
export type GraphPosition = { offset: number; revision: number };

/** What the graph was made from and by: the ledger's identity, and the version of the interpretation of events. `null` in an empty graph. */
export type GraphOrigin = { ledger: string | null; interpretation: number | null };

export type DeadLetter = { sequence: number; code: string; message: string };

export type Commit = {
  from: GraphPosition;
  to: GraphPosition;
  change: GraphChange;
  /** Records that could not be projected, and one that now could. */
  dead?: DeadLetter;
  revived?: number;
};

const ATTEMPTS_AT_DATABASE_ERRORS = 3;

/** What Neo4j will refuse however often it is asked. */
export class PermanentWriteError extends Error {
  constructor(readonly code: string, message: string, cause: unknown) {
    super(message, { cause });
  }
}

/** Another projector has taken over this graph. */
export class FencedError extends Error {}

/** The one writer of the graph. The position is committed with what was written, so that each record takes effect once. */
export class GraphWriter {
  private epoch = -1;

  constructor(
    private readonly driver: Driver,
    private readonly database: string,
    /** What this writer makes the graph from. `ledger` is asked for at each commit: an empty ledger has no identity yet. */
    private readonly origin: () => GraphOrigin,
    private readonly onRetry: (error: Error) => void,
    private readonly stopped: () => boolean,
  ) {}

  /**
   * Takes over from any projector before this one: what that one has not committed by now, it never will. A graph that was made from
   * another ledger is left to its own projector.
   */
  async claim(): Promise<GraphPosition & GraphOrigin> {
    const { ledger } = this.origin();
    const rows = await this.retry(() =>
      this.write(
        `MERGE (p:Projector {id: "main"}) ON CREATE SET p.offset = 0, p.epoch = 0, p.revision = 0
         SET p.epoch = p.epoch + CASE WHEN p.ledger IS NULL OR p.ledger = $ledger THEN 1 ELSE 0 END
         RETURN p.epoch AS epoch, p.offset AS offset, p.revision AS revision, p.ledger AS ledger, p.interpretation AS interpretation`,
        { ledger },
      ),
    );
    const [row] = rows;
    this.epoch = Number(row!.get("epoch"));
    return {
      offset: Number(row!.get("offset")),
      revision: Number(row!.get("revision")),
      ledger: row!.get("ledger") as string | null,
      interpretation: row!.get("interpretation") as number | null,
    };
  }

  /** Writes a change and moves the position, all or nothing. Tries for ever while Neo4j is away. @throws PermanentWriteError */
  async commit(commit: Commit): Promise<void> {
    let attempt = 0;
    await this.retry(async () => {
      if (attempt++ > 0 && (await this.position()).revision === commit.to.revision) return;
      try {
        await this.commitOnce(commit);
      } catch (error) {
        throw asPermanent(error, attempt) ?? error;
      }
    });
  }

  async deadLetters(): Promise<number[]> {
    const rows = await this.retry(() => this.write("MATCH (d:DeadLetter) RETURN d.sequence AS sequence ORDER BY sequence"));
    return rows.map((it) => Number(it.get("sequence")));
  }

  /** Empties the graph but for what has been migrated. */
  async wipe(): Promise<void> {
    await this.retry(async () => {
      const session = this.driver.session({ database: this.database });
      try {
        await session.run("MATCH (n) WHERE NOT n:SchemaMigration AND NOT n:Projector CALL { WITH n DETACH DELETE n } IN TRANSACTIONS OF 5000 ROWS");
        await session.run('MATCH (p:Projector {id: "main"}) SET p.offset = 0, p.revision = 0 REMOVE p.ledger, p.interpretation');
      } finally {
        await session.close();
      }
    });
  }

  private originParams(): Record<string, unknown> {
    const { ledger, interpretation } = this.origin();
    return { ledger, interpretation: interpretation === null ? null : neo4j.int(interpretation) };
  }

  private async position(): Promise<GraphPosition> {
    const [row] = await this.write('MATCH (p:Projector {id: "main"}) RETURN p.offset AS offset, p.revision AS revision, p.epoch AS epoch');
    if (Number(row?.get("epoch")) !== this.epoch) throw new FencedError("another Headwater writes to this graph");
    return { offset: Number(row!.get("offset")), revision: Number(row!.get("revision")) };
  }

  private async commitOnce({ from, to, change, dead, revived }: Commit): Promise<void> {
    const session = this.driver.session({ database: this.database, defaultAccessMode: neo4j.session.WRITE });
    try {
      const tx = await session.beginTransaction({ timeout: 300_000 });
      try {
        // writing first takes the lock: a commit of the projector before this one is then either in or out
        const fence = tx.run(
          `MATCH (p:Projector {id: "main"}) SET p.locked = true
           WITH p WHERE p.epoch = $epoch AND p.revision = $revision
           SET p.offset = $offset, p.revision = $next, p.ledger = $ledger, p.interpretation = $interpretation REMOVE p.locked RETURN p.offset AS offset`,
          { epoch: neo4j.int(this.epoch), revision: neo4j.int(from.revision), offset: neo4j.int(to.offset), next: neo4j.int(to.revision), ...this.originParams() },
        );
        const [fenced] = await Promise.all([fence, writeChange(tx, change)]);
        if (fenced.records.length === 0) throw new FencedError("another Headwater writes to this graph");
        if (dead)
          await tx.run(
            `MERGE (d:DeadLetter {sequence: $sequence}) ON CREATE SET d.attempts = 0, d.firstAt = $now
             SET d.code = $code, d.message = $message, d.lastAt = $now, d.attempts = d.attempts + 1`,
            { ...dead, sequence: neo4j.int(dead.sequence), now: neo4j.int(nowMicros()) },
          );
        if (revived !== undefined) await tx.run("MATCH (d:DeadLetter {sequence: $sequence}) DELETE d", { sequence: neo4j.int(revived) });
        await tx.commit();
      } catch (error) {
        await tx.rollback().catch(() => undefined);
        throw error;
      }
    } finally {
      await session.close();
    }
  }

  private async write(statement: string, params: Record<string, unknown> = {}) {
    const result = await this.driver.executeQuery(statement, params, { database: this.database });
    return result.records;
  }

  private async retry<T>(work: () => Promise<T>): Promise<T> {
    for (let delayMs = 100; ; delayMs = Math.min(delayMs * 2, 5_000)) {
      try {
        return await work();
      } catch (error) {
        if (error instanceof PermanentWriteError || error instanceof FencedError || this.stopped()) throw error;
        this.onRetry(error as Error);
        await sleep(delayMs / 2 + Math.random() * (delayMs / 2));
      }
    }
  }
}

/** Of what Neo4j answers only a refusal of the statement or its values is final; everything else may pass. */
function asPermanent(error: unknown, attempt: number): PermanentWriteError | null {
  if (!(error instanceof Neo4jError)) return error instanceof FencedError || isConnection(error) ? null : new PermanentWriteError("projection", (error as Error).message, error);
  const refused = /^Neo\.ClientError\.(Statement|Schema|Procedure)\./.test(error.code);
  // Neo4j calls a name that its indexes cannot hold a failure of its own
  const tooLong = /too large to index/.test(error.message);
  const broken = error.code.startsWith("Neo.DatabaseError.") && (tooLong || attempt >= ATTEMPTS_AT_DATABASE_ERRORS);
  return refused || broken ? new PermanentWriteError(error.code, error.message, error) : null;
}

function isConnection(error: unknown): boolean {
  return /ECONN|EPIPE|socket|connection|closed/i.test(String((error as Error)?.message));
}
