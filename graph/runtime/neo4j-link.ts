import "server-only";
import { setTimeout as sleep } from "node:timers/promises";
import type { Driver } from "neo4j-driver";
import { openDriver, type DriverOptions } from "@/graph/driver";
import { EmbeddedNeo4j, type EmbeddedState } from "@/graph/embedded/embedded-neo4j";
import type { Env } from "@/graph/env";
import { StartFault } from "@/graph/runtime/start-fault";
import type { GraphServer } from "@/graph/services";
import { log, neverLog } from "@/lib/log";

const PING_KEPT_MS = 1_000;
const PING_TIMEOUT_MS = 2_000;
const LONGEST_PAUSE_MS = 5_000;

/** The way to Neo4j, embedded or somebody else's: one driver, and whether the graph can be asked now. */
export class Neo4jLink implements GraphServer {
  readonly driver: Driver;
  private lastPing: { at: number; up: Promise<boolean> } | null = null;
  private ending = false;

  private constructor(readonly connection: DriverOptions, readonly database: string, private readonly embedded: EmbeddedNeo4j | null) {
    neverLog(connection.password);
    this.driver = openDriver(connection);
  }

  /** Chooses where Neo4j is. Nothing is started or connected yet. */
  static async prepare(env: Env, onProgress: (line: string) => void): Promise<Neo4jLink> {
    if (env.neo4j) return new Neo4jLink(env.neo4j, env.database, null);
    const embedded = await EmbeddedNeo4j.prepare({ dataDir: env.dataDir, ...env.embedded, onProgress });
    return new Neo4jLink({ uri: embedded.uri, username: embedded.username, password: embedded.password }, env.database, embedded);
  }

  /**
   * Starts the embedded Neo4j, if it is ours, and waits until the graph answers: for ever, because ingestion goes on without it.
   * @throws StartFault when waiting is of no use: no JDK or Maven, wrong credentials, a database that does not exist.
   */
  async connect(onProgress: (line: string) => void): Promise<void> {
    await this.embedded?.start();
    for (let pauseMs = 250, attempt = 1; !this.ending; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS), attempt++) {
      try {
        await this.driver.executeQuery("RETURN 1", {}, { database: this.database });
        return;
      } catch (error) {
        if (this.ending) return;
        const code = String((error as { code?: unknown }).code);
        if (!this.embedded && code === "Neo.ClientError.Security.Unauthorized") throw new StartFault(`Neo4j at ${this.connection.uri} refuses NEO4J_USERNAME and NEO4J_PASSWORD.`, { cause: error });
        if (code === "Neo.ClientError.Database.DatabaseNotFound") throw new StartFault(`Neo4j at ${this.connection.uri} has no database '${this.database}'. Set NEO4J_DATABASE.`, { cause: error });
        log.warn("Neo4j does not answer yet", { attempt, error });
        if (attempt === 3) onProgress(`Neo4j at ${this.connection.uri} does not answer yet. Events are taken all the same; reading waits for it.`);
        await sleep(pauseMs);
      }
    }
  }

  /** Whether Neo4j answers, asked at most once a second; `false` after 2 s without an answer. */
  isUp(): Promise<boolean> {
    if (this.lastPing === null || Date.now() - this.lastPing.at > PING_KEPT_MS) this.lastPing = { at: Date.now(), up: this.ping() };
    return this.lastPing.up;
  }

  embeddedState(): EmbeddedState | null {
    return this.embedded?.state() ?? null;
  }

  /** How often the embedded Neo4j was started again; `null` for somebody else's. */
  restarts(): number | null {
    return this.embedded?.restarts() ?? null;
  }

  pid(): number | null {
    return this.embedded?.pid() ?? null;
  }

  async close(): Promise<void> {
    this.ending = true;
    await this.driver.close().catch((error: unknown) => log.warn("the driver did not close", { error }));
    await this.embedded?.stop();
  }

  private async ping(): Promise<boolean> {
    // before it is ready its password is not set: asking would count as a wrong one
    if (this.embedded && this.embedded.state() !== "running") return false;
    const answer = this.driver.executeQuery("RETURN 1", {}, { database: this.database }).then(
      () => true,
      () => false,
    );
    return Promise.race([answer, sleep(PING_TIMEOUT_MS, false, { ref: false })]);
  }
}
