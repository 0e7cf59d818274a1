import "server-only";
import neo4j, { type Driver, type Plan, type Session } from "neo4j-driver";

const TIMEOUT_MS = 120_000;

/** Procedures that only read. Neo4j's own mark is not enough: it lets some that kill, clear or measure count as reads. */
const READING = new Set([
  "db.awaitIndex", "db.awaitIndexes", "db.index.fulltext.listAvailableAnalyzers", "db.index.fulltext.queryNodes", "db.index.fulltext.queryRelationships",
  "db.index.vector.queryNodes", "db.index.vector.queryRelationships", "db.info", "db.labels", "db.ping", "db.propertyKeys", "db.relationshipTypes",
  "db.schema.nodeTypeProperties", "db.schema.relTypeProperties", "db.schema.visualization", "db.stats.retrieve", "db.stats.status",
  "dbms.components", "dbms.info", "dbms.listCapabilities", "dbms.listConfig", "dbms.listConnections", "dbms.queryJmx", "dbms.routing.getRoutingTable", "dbms.showCurrentUser", "tx.getMetaData",
]);

/** A statement that this prompt does not run: it would change something. */
export class NotAReadError extends Error {}

/** The rows of one statement, taken some at a time. */
export type Reading = {
  columns: string[];
  /** The next rows, `limit` at most, and whether more are there. */
  next(limit: number): Promise<{ rows: unknown[][]; hasMore: boolean }>;
  /** What was counted or looked at, of a statement that begins with `PROFILE` or `EXPLAIN`. Only once all rows were taken. */
  plan(): Promise<Plan | null>;
  /** Ends it, also in the middle. */
  close(): Promise<void>;
};

/**
 * Runs a person's own Cypher, if it only reads. Neo4j itself refuses writes in a session of this kind; what it would let through (ending
 * transactions and connections, clearing caches, procedures that nobody here knows) is found in the statement's plan before it is run.
 * @throws NotAReadError, and what Neo4j says of a statement that is wrong
 */
export async function askReadOnly(driver: Driver, database: string, statement: string): Promise<Reading> {
  const session = driver.session({ database, defaultAccessMode: neo4j.session.READ, fetchSize: 200 });
  try {
    await assertReads(session, statement);
    const result = session.run(statement, {}, { timeout: TIMEOUT_MS, metadata: { query: "prompt" } });
    const columns = (await result.keys()).map(String);
    const records = result[Symbol.asyncIterator]();
    return {
      columns,
      async next(limit) {
        const rows: unknown[][] = [];
        while (rows.length < limit) {
          const { value, done } = await records.next();
          if (done) return { rows, hasMore: false };
          rows.push(columns.map((column) => value.get(column) as unknown));
        }
        return { rows, hasMore: (await records.peek()).done !== true };
      },
      plan: async () => {
        const { plan, profile } = await result.summary();
        return profile || plan || null;
      },
      close: () => session.close(),
    };
  } catch (error) {
    await session.close().catch(() => undefined);
    throw isAccessMode(error) ? new NotAReadError("This prompt only reads; that statement writes.", { cause: error }) : error;
  }
}

async function assertReads(session: Session, statement: string): Promise<void> {
  // on a line of its own: lines and columns in what Neo4j says stay those of the statement
  const explained = `EXPLAIN\n${statement.replace(/^\s*(EXPLAIN|PROFILE)\b/i, (word) => " ".repeat(word.length))}`;
  const { summary } = await session.run(explained).catch((error: unknown) => {
    if (error instanceof Error) error.message = error.message.replace(/\(line (\d+), column (\d+) \(offset: \d+\)\)/, (_all, line: string, column: string) => `(line ${Number(line) - 1}, column ${column})`);
    throw error;
  });
  for (const { operatorType, arguments: details } of steps(summary.plan || null)) {
    if (operatorType.startsWith("TerminateTransactions")) throw new NotAReadError("This prompt only reads; it ends no transactions.");
    if (!operatorType.startsWith("ProcedureCall")) continue;
    const [, name = "?"] = /^`?([\w.]+)/.exec(String(details.Details)) ?? [];
    if (!READING.has(name)) throw new NotAReadError(`This prompt only reads; ${name} is not among the procedures that are known to do no more.`);
  }
}

function* steps(plan: Plan | null): Generator<Plan> {
  if (plan === null) return;
  yield plan;
  for (const child of plan.children) yield* steps(child);
}

function isAccessMode(error: unknown): boolean {
  return (error as { code?: unknown }).code === "Neo.ClientError.Statement.AccessMode";
}
