import "server-only";
import { setTimeout } from "node:timers/promises";
import neo4j, { isRetryableError, type Driver, type Record as Neo4jRecord } from "neo4j-driver";
import type { z } from "zod";
import { services } from "@/graph/services";
import { wholeGraphEra } from "@/graph/watermark";
import { AppError } from "@/lib/errors";

const TIMEOUT_MS = 20_000;
const ATTEMPTS = 3;
const PAUSE_MS = 150;

export type ReadQuery<Params extends z.ZodType, Row extends z.ZodType> = {
  /** What the log and `bad_data` call it, in kebab-case. */
  name: string;
  params: Params;
  row: Row;
  /** Values travel as parameters; only checked integers and closed lists may go into the text. */
  cypher: string | ((params: z.output<Params>) => string);
  /** Asks about the server, or how much is there: answered also while the graph is being made. */
  whileBeingMade?: true;
};

/**
 * A question asked of the graph, as a function from its parameters to its rows. The one caller of the driver for reads: database named,
 * READ mode, both sides checked, tried again when Neo4j says that this makes sense. Whole numbers travel as integers.
 * @throws AppError `unavailable` (Neo4j cannot be reached, or the graph is being made), `timed_out` (over 20 s), `bad_data` (a row is not what the query promises),
 * and a ZodError for parameters that are wrong.
 */
export function readQuery<Params extends z.ZodType, Row extends z.ZodType>(query: ReadQuery<Params, Row>): (params: z.input<Params>) => Promise<z.output<Row>[]> {
  return async (given) => {
    const params = query.params.parse(given);
    const { driver, env } = services();
    const cypher = typeof query.cypher === "string" ? query.cypher : query.cypher(params);
    const era = query.whileBeingMade ? null : wholeGraphEra();
    const rows = await run(driver, env.database, query, cypher, toParameters(params) as Record<string, unknown>);
    if (era !== null && era !== wholeGraphEra()) throw new AppError("unavailable", "The graph was made anew meanwhile. Ask again.", { retryAfterSeconds: 1 });
    return rows;
  };
}

async function run<Row extends z.ZodType>(
  driver: Driver, database: string, query: { name: string; row: Row }, cypher: string, params: Record<string, unknown>,
): Promise<z.output<Row>[]> {
  for (let attempt = 1; ; attempt++) {
    const session = driver.session({ database, defaultAccessMode: neo4j.session.READ });
    try {
      // a transaction of its own costs one round trip; a managed one (`executeRead`) three
      const { records } = await session.run(cypher, params, { timeout: TIMEOUT_MS, metadata: { query: query.name } });
      return records.map((record) => toRow(query, record));
    } catch (error) {
      if (attempt === ATTEMPTS || !(error instanceof Error && isRetryableError(error))) throw toAppError(query.name, error);
    } finally {
      // the answer or the fault is already in hand
      await session.close().catch(() => undefined);
    }
    await setTimeout(PAUSE_MS * attempt);
  }
}

function toRow<Row extends z.ZodType>(query: { name: string; row: Row }, record: Neo4jRecord): z.output<Row> {
  const parsed = query.row.safeParse(record.toObject());
  if (!parsed.success) throw new AppError("bad_data", `The query '${query.name}' found something in the graph that it does not understand.`, { cause: parsed.error });
  return parsed.data;
}

function toAppError(name: string, error: unknown): AppError {
  if (error instanceof AppError) return error;
  const code = (error as { code?: unknown }).code;
  if (typeof code === "string" && /TransactionTimedOut|\.LockClientStopped$/.test(code)) {
    return new AppError("timed_out", "The graph took too long to answer. Ask for less: a smaller depth, or a narrower search.", { cause: error });
  }
  const isAway = typeof code === "string" && (code === "ServiceUnavailable" || code === "SessionExpired" || code.startsWith("Neo.ClientError.Security"));
  if (isAway || (error instanceof Error && isRetryableError(error))) {
    return new AppError("unavailable", "The graph cannot be reached. Nothing is lost: try again in a moment.", { cause: error, retryAfterSeconds: 2 });
  }
  return new AppError("internal", `The query '${name}' failed.`, { cause: error });
}

/** The driver sends every JavaScript number as a float; `LIMIT` and time arithmetic need integers. */
function toParameters(value: unknown): unknown {
  if (typeof value === "number") return Number.isSafeInteger(value) ? neo4j.int(value) : value;
  if (Array.isArray(value)) return value.map(toParameters);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([name, it]) => [name, toParameters(it)]));
}
