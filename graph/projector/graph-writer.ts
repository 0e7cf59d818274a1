import "server-only";
import { setTimeout as sleep } from "node:timers/promises";
import neo4j, { Neo4jError, type Driver } from "neo4j-driver";
import { nowMicros } from "@/lib/time";
import type { GraphChange } from "./graph-change";
import { writeChange } from "./write-change";

/** How far the graph is: the last sequence in it, and how many commits made it. */
export type GraphPosition = { offset: number; revision: number };

/** How far a graph that is being made has to come before it may be read; 0 for one that is whole. */
export type GraphGoal = { goal: number };

/**
 * What the graph was made from and by: the ledger's identity, the leaf (hash, in hex) of the last record that is in the graph, and the
 * version of the interpretation of events. `null` in an empty graph; `tip` also where an older Headwater wrote.
 */
export type GraphOrigin = { ledger: string | null; tip: string | null; interpretation: number | null };

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
/** Relationships or nodes deleted in one transaction: a hub and all its edges need not fit into memory. */
const DELETED_AT_ONCE = 10_000;
const KEPT = ["SchemaMigration", "Projector"];

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
    /** What this writer makes the graph from, up to a record. Asked at each commit: an empty ledger has no identity yet. */
    private readonly originUpTo: (offset: number) => GraphOrigin,
    private readonly onRetry: (error: Error) => void,
    private readonly stopped: () => boolean,
  ) {}

  /**
   * Takes over from any projector before this one: what that one has not committed by now, it never will. A graph that was made from
   * another ledger is left to its own projector.
   */
  async claim(): Promise<GraphPosition & GraphOrigin & GraphGoal> {
    const { ledger } = this.originUpTo(0);
    const rows = await this.retry(() =>
      this.write(
        `MERGE (p:Projector {id: "main"}) ON CREATE SET p.offset = 0, p.epoch = 0, p.revision = 0
         SET p.epoch = p.epoch + CASE WHEN p.ledger IS NULL OR p.ledger = $ledger THEN 1 ELSE 0 END
         RETURN p.epoch AS epoch, p.offset AS offset, p.revision AS revision, p.ledger AS ledger, p.tip AS tip, p.interpretation AS interpretation, coalesce(p.goal, 0) AS goal`,
        { ledger },
      ),
    );
    const [row] = rows;
    this.epoch = Number(row!.get("epoch"));
    return {
      offset: Number(row!.get("offset")),
      revision: Number(row!.get("revision")),
      ledger: row!.get("ledger") as string | null,
      tip: row!.get("tip") as string | null,
      interpretation: row!.get("interpretation") as number | null,
      goal: Number(row!.get("goal")),
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

  /** From now on the graph counts as made by nobody: whoever claims it makes it anew. */
  async disown(): Promise<void> {
    await this.move("SET p.interpretation = 0");
  }

  /** The graph may not be read before it holds `goal` records, whoever goes on making it. */
  async aim(goal: number): Promise<void> {
    await this.move("SET p.goal = $goal", { goal: neo4j.int(goal) });
  }

  /**
   * Empties the graph but for what has been migrated. A graph of which some is deleted belongs to nobody, so that the next projector
   * goes on where this one ended.
   */
  async wipe(): Promise<void> {
    await this.disown();
    // by name, because Neo4j finds these by an index: a scan would go over what was deleted before, again and again
    const types = await this.names("CALL db.relationshipTypes() YIELD relationshipType AS name RETURN name");
    if (types.length > 0) await this.deleteAll(`MATCH ()-[it:${types.map(quoted).join("|")}]->()`);
    const labels = (await this.names("CALL db.labels() YIELD label AS name RETURN name")).filter((label) => !KEPT.includes(label));
    if (labels.length > 0) await this.deleteAll(`MATCH (it:${labels.map(quoted).join("|")})`);
    await this.deleteAll(`MATCH (it) WHERE NOT it:${KEPT.join(" AND NOT it:")}`);
    await this.move("SET p.offset = 0, p.revision = 0 REMOVE p.ledger, p.tip, p.interpretation, p.goal");
  }

  private async names(statement: string): Promise<string[]> {
    return (await this.retry(() => this.write(statement))).map((it) => String(it.get("name")));
  }

  /** Deletes what `match` calls `it`, some at a time. A projector that was replaced deletes nothing more. */
  private async deleteAll(match: string): Promise<void> {
    const statement = `MATCH (p:Projector {id: "main"}) SET p.locked = true WITH p WHERE p.epoch = $epoch REMOVE p.locked
      WITH p ${match} WITH it LIMIT $limit DETACH DELETE it RETURN count(*) AS deleted`;
    for (let deleted = 1; deleted > 0; ) {
      if (this.stopped()) throw new Error("The projector was stopped.");
      const [row] = await this.retry(() => this.write(statement, { epoch: neo4j.int(this.epoch), limit: neo4j.int(DELETED_AT_ONCE) }));
      deleted = Number(row?.get("deleted") ?? 0);
    }
  }

  /** Changes what the graph says of itself. @throws FencedError */
  private async move(change: string, params: Record<string, unknown> = {}): Promise<void> {
    const statement = `MATCH (p:Projector {id: "main"}) SET p.locked = true WITH p WHERE p.epoch = $epoch REMOVE p.locked ${change} RETURN p.epoch AS epoch`;
    const rows = await this.retry(() => this.write(statement, { ...params, epoch: neo4j.int(this.epoch) }));
    if (rows.length === 0) throw new FencedError("another Headwater writes to this graph");
  }

  private originParams(offset: number): Record<string, unknown> {
    const { ledger, tip, interpretation } = this.originUpTo(offset);
    return { ledger, tip, interpretation: interpretation === null ? null : neo4j.int(interpretation) };
  }

  private async position(): Promise<GraphPosition> {
    const [row] = await this.write('MATCH (p:Projector {id: "main"}) RETURN p.offset AS offset, p.revision AS revision, p.epoch AS epoch');
    if (Number(row?.get("epoch")) !== this.epoch) throw new FencedError("another Headwater writes to this graph");
    return { offset: Number(row!.get("offset")), revision: Number(row!.get("revision")) };
  }

  private async commitOnce({ from, to, change, dead, revived }: Commit): Promise<void> {
    const session = this.driver.session({ database: this.database, defaultAccessMode: neo4j.session.WRITE });
    try {
      const tx = session.beginTransaction({ timeout: 300_000 });
      try {
        // writing first takes the lock: a commit of the projector before this one is then either in or out
        const fence = tx.run(
          `MATCH (p:Projector {id: "main"}) SET p.locked = true
           WITH p WHERE p.epoch = $epoch AND p.revision = $revision
           SET p.offset = $offset, p.revision = $next, p.ledger = $ledger, p.tip = $tip, p.interpretation = $interpretation REMOVE p.locked RETURN p.offset AS offset`,
          { epoch: neo4j.int(this.epoch), revision: neo4j.int(from.revision), offset: neo4j.int(to.offset), next: neo4j.int(to.revision), ...this.originParams(to.offset) },
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

/** A label or type in the text of a statement. */
const quoted = (name: string): string => `\`${name.replaceAll("`", "``")}\``;

function isConnection(error: unknown): boolean {
  return /ECONN|EPIPE|socket|connection|closed/i.test(String((error as Error)?.message));
}
