import "server-only";
import { z } from "zod";
import { STATE_VERSION } from "@/graph/projector/state";
import { readQuery } from "@/graph/read-query";
import { services } from "@/graph/services";
import { may } from "@/lib/access/policy";
import type { Viewer } from "@/lib/access/viewer";
import { AppError } from "@/lib/errors";
import { log } from "@/lib/log";
import { formatInstant, nowMicros } from "@/lib/time";
import { version } from "@/package.json";

export const PART_STATES = ["up", "starting", "behind", "down"] as const;
export type PartState = (typeof PART_STATES)[number];

/** How Headwater's parts are. What is `null` is not for this viewer, or cannot be told now. */
export type StatusAnswer = {
  at: string;
  ledger: { state: PartState; problem: string | null; size: number | null; lastRecordedAt: string | null; usedBytes: number | null; freeBytes: number | null };
  projector: {
    state: PartState;
    /** The last record in the graph; `null` while nobody can tell. */
    offset: number | null;
    lagRecords: number; lagMs: number; ratePerSecond: number; deadLetters: number;
    /** Writing is tried again and again: Neo4j does not take it. */
    retrying: boolean; lastError: string | null;
  };
  neo4j: { state: PartState; embedded: boolean; restarts: number | null; version: string | null; address: string | null; database: string | null };
  graph: { definitions: number; instances: number; relationships: number } | null;
  versions: { headwater: string; node: string; schema: number | null; interpretation: number };
  process: { startedAt: string; uptimeMs: number; memoryBytes: number };
  settings: { name: string; value: string }[] | null;
};

/** From here on the graph counts as behind. */
const LATE_MS = 5_000;

/** What the graph holds in all. */
export const readCounts = readQuery({
  name: "count-graph",
  params: z.object({}),
  row: z.object({ definitions: z.int(), instances: z.int(), relationships: z.int(), schema: z.int().nullable() }),
  // Neo4j keeps the first three counts, and gives them where nothing else stands beside a count
  cypher: `
    RETURN COUNT { (:Definition) } AS definitions, COUNT { (:Instance) } AS instances, COUNT { ()-[]->() } AS relationships,
      COLLECT { MATCH (m:SchemaMigration) RETURN max(m.version) }[0] AS schema`,
  whileBeingMade: true,
});

const findVersion = readQuery({
  name: "neo4j-version",
  params: z.object({}),
  row: z.object({ version: z.string(), edition: z.string() }),
  cypher: "CALL dbms.components() YIELD name, versions, edition WHERE name = 'Neo4j Kernel' RETURN versions[0] AS version, edition",
  whileBeingMade: true,
});

/** The state of every part. Works without the graph: that is what it is for. Error texts, addresses and settings are for who may audit all namespaces. */
export async function findStatus(viewer: Viewer): Promise<StatusAnswer> {
  const isUnbound = viewer.namespaces === null;
  const mayKnow = may(viewer, "audit:read") && isUnbound;
  const { env, ledger, neo4j } = services();
  const isUp = await neo4j.isUp();
  const [counts, components] = isUp ? await Promise.all([orNull(readCounts({})), orNull(findVersion({}))]) : [null, null];
  const counted = counts?.[0] ?? null;
  const size = ledger.size();
  const last = ledger.entry(size);
  const problem = ledger.notWritable();
  const disk = mayKnow ? ledger.disk() : null;
  const embedded = neo4j.embeddedState();
  return {
    at: formatInstant(nowMicros()),
    ledger: { state: problem ? "down" : "up", problem: problem?.message ?? null, size: isUnbound ? size : null, lastRecordedAt: last && isUnbound ? formatInstant(last.recordedAt) : null, usedBytes: disk?.usedBytes ?? null, freeBytes: disk?.freeBytes ?? null },
    projector: projectorStatus(mayKnow),
    neo4j: {
      // one of ours that runs and does not answer is not about to start
      state: isUp ? "up" : embedded === null || embedded === "stopped" || embedded === "running" ? "down" : "starting",
      embedded: embedded !== null,
      restarts: neo4j.restarts(),
      version: components?.[0] ? `${components[0].version} ${components[0].edition}` : null,
      address: mayKnow && env.neo4j ? withoutCredentials(env.neo4j.uri) : null,
      database: mayKnow ? env.database : null,
    },
    graph: isUnbound && counted ? { definitions: counted.definitions, instances: counted.instances, relationships: counted.relationships } : null,
    versions: { headwater: version, node: process.versions.node, schema: counted?.schema ?? null, interpretation: STATE_VERSION },
    process: { startedAt: formatInstant(nowMicros() - Math.round(process.uptime() * 1_000_000)), uptimeMs: Math.round(process.uptime() * 1000), memoryBytes: process.memoryUsage.rss() },
    settings: mayKnow ? settingsOf() : null,
  };
}

function projectorStatus(mayKnow: boolean): StatusAnswer["projector"] {
  const { ledger, projection } = services();
  const { offset, state, whole, ratePerSecond, deadLetters, lastError } = projection.status();
  const size = ledger.size();
  const waiting = offset < size ? ledger.entry(offset + 1) : null;
  const lagMs = waiting === null ? 0 : Math.max(0, Math.round((nowMicros() - waiting.recordedAt) / 1000));
  const part: PartState = state === "stopped" ? "down" : !whole ? "starting" : state === "retrying" || lagMs > LATE_MS ? "behind" : "up";
  return { state: part, offset: state === "starting" ? null : offset, lagRecords: Math.max(0, size - offset), lagMs, ratePerSecond, deadLetters, retrying: state === "retrying", lastError: mayKnow ? (lastError?.split("\n", 1)[0] ?? null) : null };
}

/** What an operator compares with what they meant to set. Passwords and tokens are not among it. */
function settingsOf(): { name: string; value: string }[] {
  const { env } = services();
  const own = { HEADWATER_NEO4J_HEAP_MB: String(env.embedded.heapMb), HEADWATER_NEO4J_PAGECACHE_MB: String(env.embedded.pagecacheMb) };
  const all = {
    HOST: env.host,
    PORT: String(env.port),
    HEADWATER_DATA: env.dataDir,
    HEADWATER_ADMIN_TOKEN: env.adminToken === null ? "not set" : "set",
    HEADWATER_LOG_LEVEL: env.logLevel,
    NEO4J_URI: env.neo4j ? withoutCredentials(env.neo4j.uri) : "not set: Headwater starts its own",
    NEO4J_DATABASE: env.database,
    ...(env.neo4j ? {} : own),
  };
  return Object.entries(all).map(([name, value]) => ({ name, value }));
}

/** Some put them in the address, though they have settings of their own. */
const withoutCredentials = (uri: string): string => uri.replace(/\/\/[^/@]*@/, "//");

/** What the graph could say, or `null` when it is on its way up or down just now. */
async function orNull<T>(asked: Promise<T>): Promise<T | null> {
  try {
    return await asked;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    log.info("the graph did not say how it is", { error });
    return null;
  }
}
