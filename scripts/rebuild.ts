import { existsSync } from "node:fs";
import { join } from "node:path";
import { EnvError, parseEnv } from "@/graph/env";
import { migrate } from "@/graph/migrate";
import { rebuildGraph } from "@/graph/projector/rebuild";
import { lockDataDir } from "@/graph/runtime/data-lock";
import { Neo4jLink } from "@/graph/runtime/neo4j-link";
import { projectRoot } from "@/graph/runtime/project-root";
import { StartFault } from "@/graph/runtime/start-fault";
import { assertSound } from "@/lib/ledger/check-ledger";
import { configureLog } from "@/lib/log";

const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** `npm run rebuild`: empties the graph of a stopped data directory and replays its ledger into it. The ledger is only read. */
async function main(): Promise<void> {
  if (existsSync(join(projectRoot(), ".env"))) process.loadEnvFile(join(projectRoot(), ".env"));
  const env = parseEnv(process.env);
  configureLog({ level: env.logLevel });
  const ledgerDirectory = join(env.dataDir, "ledger");
  if (!existsSync(join(ledgerDirectory, "data.mdb"))) throw new StartFault(`There is no ledger in ${env.dataDir}. Name the data directory with HEADWATER_DATA.`);
  const lock = lockDataDir(env.dataDir);
  try {
    const child = { entry: join(projectRoot(), "lib", "ledger", "check-ledger-child.ts"), execArgv: ["--conditions=react-server", "--import", "tsx"] };
    const { size } = await assertSound(ledgerDirectory, child);
    say(`The ledger is sound: ${size} records. Starting Neo4j …`);
    const neo4j = await Neo4jLink.prepare(env, say);
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => void neo4j.close().finally(() => process.exit(1)));
    try {
      await neo4j.connect(say);
      await migrate(neo4j.driver, env.database);
      const began = Date.now();
      let shown = began;
      const { records, deadLetters } = await rebuildGraph(
        { ledgerDirectory, stateDirectory: join(env.dataDir, "projection"), driver: neo4j.driver, database: env.database },
        (progress) => {
          if (Date.now() - shown < 2_000) return;
          shown = Date.now();
          say(`Replaying: ${progress.offset} of ${progress.size}`);
        },
      );
      say(`Rebuilt the graph from ${records} records in ${((Date.now() - began) / 1000).toFixed(1)} s; ${deadLetters} could not be projected.`);
    } finally {
      await neo4j.close();
    }
  } finally {
    lock.release();
  }
}

main().catch((error: unknown) => {
  const isForThePerson = error instanceof StartFault || error instanceof EnvError;
  process.stderr.write(`${isForThePerson ? error.message : error instanceof Error ? error.stack : String(error)}\n`);
  process.exitCode = 1;
});
