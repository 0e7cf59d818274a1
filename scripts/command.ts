import { existsSync } from "node:fs";
import { join } from "node:path";
import { EnvError, parseEnv, type Env } from "@/graph/env";
import { projectRoot } from "@/graph/runtime/project-root";
import { StartFault } from "@/graph/runtime/start-fault";
import { BackupFault } from "@/lib/backup/backup-fault";
import type { CheckOptions } from "@/lib/ledger/check-ledger";
import { configureLog } from "@/lib/log";

/** How the ledger is checked by a command that runs from its source. */
export function ledgerCheck(): CheckOptions {
  return { entry: join(projectRoot(), "lib", "ledger", "check-ledger-child.ts"), execArgv: ["--conditions=react-server", "--import", "tsx"] };
}

export const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** Runs a command with the settings that the server has. What it throws for a person is said in its words; the status is then 1. */
export function runCommand(main: (env: Env, args: string[]) => Promise<void>): void {
  const run = async (): Promise<void> => {
    if (existsSync(join(projectRoot(), ".env"))) process.loadEnvFile(join(projectRoot(), ".env"));
    const env = parseEnv(process.env);
    configureLog({ level: env.logLevel });
    await main(env, process.argv.slice(2));
  };
  run().catch((error: unknown) => {
    const isForThePerson = error instanceof StartFault || error instanceof EnvError || error instanceof BackupFault;
    process.stderr.write(`${isForThePerson ? error.message : error instanceof Error ? error.stack : String(error)}\n`);
    process.exitCode = 1;
  });
}
