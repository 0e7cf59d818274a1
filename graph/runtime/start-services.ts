import "server-only";
import { join } from "node:path";
import type { Env } from "@/graph/env";
import { migrate } from "@/graph/migrate";
import { lockDataDir } from "@/graph/runtime/data-lock";
import { prepareProjection } from "@/graph/runtime/late-projection";
import { Neo4jLink } from "@/graph/runtime/neo4j-link";
import { projectRoot } from "@/graph/runtime/project-root";
import { StartFault } from "@/graph/runtime/start-fault";
import { provideServices, type Services } from "@/graph/services";
import { Accounts } from "@/lib/accounts/accounts";
import { TokenActivity } from "@/lib/ingest/token-activity";
import { assertSound } from "@/lib/ledger/check-ledger";
import { Ledger } from "@/lib/ledger/ledger";
import { log } from "@/lib/log";

/** The services of a running process, and what only its owner does with them. */
export type RunningServices = {
  services: Services;
  neo4j: Neo4jLink;
  /** True once the graph has this code's schema and the projector runs. */
  isGraphReady(): boolean;
  /**
   * Brings up the graph's side: Neo4j, schema, projector. Events are taken meanwhile.
   * @throws StartFault when that can never succeed as things are set.
   */
  startGraph(): Promise<void>;
  /** Stops everything in order; what was acknowledged is on disk. Never throws. */
  stop(): Promise<void>;
};

/**
 * Takes the data directory, checks and opens the ledger and the accounts, and provides the services. Neo4j is not started yet.
 * @throws StartFault when the directory is in use or the ledger is damaged.
 */
export async function startServices(env: Env, onProgress: (line: string) => void): Promise<RunningServices> {
  const lock = lockDataDir(env.dataDir);
  // closed from the last to the first: the accounts and the projector before the ledger that they use, Neo4j before the lock is given up
  const closers: { what: string; close: () => Promise<void> | void }[] = [{ what: "lock", close: () => lock.release() }];
  const stop = async (): Promise<void> => {
    for (const { what, close } of closers.splice(0).reverse()) {
      try {
        await close();
      } catch (error) {
        log.error("a part did not stop well", { what, error });
      }
    }
  };
  try {
    const neo4j = await Neo4jLink.prepare(env, onProgress);
    closers.push({ what: "Neo4j", close: () => neo4j.close() });
    const ledgerDir = join(env.dataDir, "ledger");
    await assertSound(ledgerDir).catch((error: unknown) => {
      throw new StartFault(error instanceof Error ? error.message : String(error), { cause: error });
    });
    const ledger = Ledger.open(ledgerDir, { checked: true });
    closers.push({ what: "ledger", close: () => ledger.close() });
    const projection = prepareProjection(
      join(projectRoot(), "dist", "projector-worker.js"),
      { ledgerDirectory: ledgerDir, stateDirectory: join(env.dataDir, "projection"), neo4j: { ...neo4j.connection, database: env.database } },
      () => ledger.size(),
    );
    closers.push({ what: "projector", close: () => projection.stop() });
    const accounts = Accounts.open(join(env.dataDir, "accounts"), { ledger, nudge: () => projection.nudge() });
    closers.push({ what: "accounts", close: () => accounts.close() });
    const services: Services = { env, ledger, accounts, projection, driver: neo4j.driver, neo4j, activity: new TokenActivity() };
    provideServices(services);
    let graphReady = false;
    return {
      services,
      neo4j,
      isGraphReady: () => graphReady,
      startGraph: async () => {
        await neo4j.connect(onProgress);
        const applied = await migrate(neo4j.driver, env.database);
        if (applied.length > 0) log.info("schema brought up to date", { applied });
        projection.begin();
        graphReady = true;
      },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
