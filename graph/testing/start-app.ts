import "server-only";
import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { projectRoot } from "@/graph/runtime/project-root";
import { sharedLibDir } from "@/graph/testing/shared-lib-dir";

export type StartAppOptions = {
  /** A directory of an earlier start; without it a new one, which `stop` and `kill` leave and `remove` takes away. */
  dataDir?: string;
  token?: string;
  /** More environment variables; `undefined` takes one away. */
  env?: Record<string, string | undefined>;
  /** Resolve when writes work, without waiting for the graph. */
  ingestOnly?: boolean;
  /** Node's own flags, or a wrapper: `["strace", "-f"]` and the like come before `node`. */
  wrapper?: string[];
  /** Called with the number of the process before it answers anything. */
  onSpawn?: (pid: number) => void;
};

export type App = {
  /** Without a slash at the end. */
  url: string;
  /** May do everything but approve. */
  token: string;
  dataDir: string;
  pid: number;
  /** What it has written to standard output and standard error so far. */
  output(): string;
  /** The number of the embedded Neo4j's process, or `null`. */
  neo4jPid(): number | null;
  /** SIGTERM; resolves with the exit status once it has ended (`null` after a signal). */
  stop(): Promise<number | null>;
  /** SIGKILL; resolves once it is gone. Its Neo4j ends by itself. */
  kill(): Promise<void>;
  /** Kills it if it runs, waits for its Neo4j to end, and removes the data directory. */
  remove(): Promise<void>;
};

const START_LIMIT_MS = 170_000;

let built = false;

/** Builds the app if its sources have changed, once in a process. @throws Error with the end of what the build said. */
export function buildApp(): void {
  if (built) return;
  const build = spawnSync(process.execPath, [join(projectRoot(), "scripts", "build.mjs")], { encoding: "utf8" });
  if (build.status !== 0) throw new Error(`The build failed:\n${build.stdout}${build.stderr}`.slice(-8000));
  built = true;
}

/** The real thing, `dist/server.js`, as a process of its own on a free port, with an embedded Neo4j unless `env` says otherwise. */
export async function startApp(options: StartAppOptions = {}): Promise<App> {
  buildApp();
  const dataDir = options.dataDir ?? mkdtempSync(join(tmpdir(), "headwater-app-"));
  const token = options.token ?? randomBytes(24).toString("base64url");
  const [command = process.execPath, ...args] = [...(options.wrapper ?? []), process.execPath, join(projectRoot(), "dist", "server.js")];
  const child = spawn(command, args, {
    cwd: projectRoot(),
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      ...process.env,
      NODE_ENV: "production",
      PORT: "0",
      HOST: "127.0.0.1",
      NEO4J_URI: undefined,
      NEO4J_PASSWORD: undefined,
      HEADWATER_LOG_LEVEL: "info",
      HEADWATER_DATA: dataDir,
      HEADWATER_ADMIN_TOKEN: token,
      HEADWATER_NEO4J_LIB: sharedLibDir(),
      HEADWATER_NEO4J_HEAP_MB: "512",
      HEADWATER_NEO4J_PAGECACHE_MB: "128",
      ...options.env,
    },
  });
  if (child.pid !== undefined) options.onSpawn?.(child.pid);
  const lines: string[] = [];
  for (const stream of [child.stdout, child.stderr]) createInterface({ input: stream }).on("line", (line) => lines.push(line));
  const ended = new Promise<number | null>((resolve) => child.once("close", (status) => resolve(status)));
  const neo4jPid = (): number | null => {
    const file = join(dataDir, "neo4j", "pid");
    return existsSync(file) ? Number(readFileSync(file, "utf8")) || null : null;
  };
  const signal = async (name: NodeJS.Signals): Promise<number | null> => {
    if (isRunning(child)) child.kill(name);
    return ended;
  };
  try {
    const url = await reachable(child, join(dataDir, "address"), options.ingestOnly ?? false);
    return {
      url,
      token,
      dataDir,
      pid: child.pid ?? 0,
      output: () => lines.join("\n"),
      neo4jPid,
      stop: () => signal("SIGTERM"),
      kill: async () => void (await signal("SIGKILL")),
      remove: async () => {
        const orphan = neo4jPid();
        await signal("SIGKILL");
        if (orphan !== null) await gone(orphan);
        rmSync(dataDir, { recursive: true, force: true });
      },
    };
  } catch (error) {
    await signal("SIGKILL");
    throw new Error(`${error instanceof Error ? error.message : error}\n${lines.slice(-30).join("\n")}`, { cause: error });
  }
}

const isRunning = (child: ChildProcess): boolean => child.exitCode === null && child.signalCode === null;

async function reachable(child: ChildProcess, addressFile: string, ingestOnly: boolean): Promise<string> {
  const until = Date.now() + START_LIMIT_MS;
  for (; Date.now() < until; await sleep(100)) {
    if (!isRunning(child)) throw new Error(`The app ended with status ${child.exitCode ?? child.signalCode}.`);
    const [pid, address] = existsSync(addressFile) ? readFileSync(addressFile, "utf8").trim().split(" ") : [];
    if (Number(pid) !== child.pid || !address) continue;
    const answer = await fetch(new URL(ingestOnly ? "/readyz?for=ingest" : "/readyz", address)).catch(() => null);
    if (answer?.ok) return address.replace(/\/$/, "");
  }
  throw new Error("The app was not ready in time.");
}

async function gone(pid: number): Promise<void> {
  for (const until = Date.now() + 30_000; Date.now() < until; await sleep(100)) {
    try {
      process.kill(pid, 0);
    } catch {
      return;
    }
  }
}
