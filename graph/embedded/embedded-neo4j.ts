import "server-only";
import { spawn, type ChildProcess } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { ClassArchive } from "@/graph/embedded/class-archive";
import { ensureJars, neo4jVersion } from "@/graph/embedded/fetch-jars";
import { findJdk } from "@/graph/embedded/java-tools";
import { giveWay } from "@/graph/runtime/give-way";
import { projectRoot } from "@/graph/runtime/project-root";
import { log, neverLog } from "@/lib/log";

const FIRST_BACKOFF_MS = 500;
const LONGEST_BACKOFF_MS = 30_000;
const PREDECESSOR_WAIT_MS = 25_000;

export type EmbeddedNeo4jOptions = {
  dataDir: string;
  heapMb: number;
  pagecacheMb: number;
  /** Where the jars are or go; `null`: `neo4j/lib-<version>` in the data directory. */
  libDir: string | null;
  /** One line for the console. */
  onProgress: (line: string) => void;
};

export type EmbeddedState = "new" | "fetching" | "starting" | "running" | "restarting" | "stopped";

/**
 * A Neo4j Community server as a child process. Address and password are known at once and stay the same as long as this object
 * lives, so one driver goes on working when the child dies and is started again. It listens on loopback only, and it ends when
 * this process ends, however that happens: the launcher watches its standard input.
 */
export class EmbeddedNeo4j {
  readonly uri: string;
  readonly username = "neo4j";
  readonly password: string;
  private readonly home: string;
  private readonly aborted = new AbortController();
  private child: ChildProcess | null = null;
  private archive: ClassArchive | null = null;
  private supervision: Promise<void> | null = null;
  private now: EmbeddedState = "new";
  private restartCount = 0;

  private constructor(private readonly options: EmbeddedNeo4jOptions, private readonly port: number) {
    this.home = join(options.dataDir, "neo4j");
    this.password = readOrMakePassword(join(this.home, "password"));
    this.uri = `bolt://127.0.0.1:${port}`;
    neverLog(this.password);
  }

  /** Chooses the port (the last one, if it is still free) and makes the password, 0600 in the data directory. Nothing runs yet. */
  static async prepare(options: EmbeddedNeo4jOptions): Promise<EmbeddedNeo4j> {
    const home = join(options.dataDir, "neo4j");
    mkdirSync(home, { recursive: true, mode: 0o700 });
    const portFile = join(home, "port");
    const last = existsSync(portFile) ? Number(readFileSync(portFile, "utf8")) : 0;
    const port = await freePort(last);
    writeFileSync(portFile, `${port}\n`);
    return new EmbeddedNeo4j(options, port);
  }

  state(): EmbeddedState {
    return this.stopped() ? "stopped" : this.now;
  }

  /** How often it was started again because it had died. */
  restarts(): number {
    return this.restartCount;
  }

  pid(): number | null {
    return this.child?.pid ?? null;
  }

  /**
   * Fetches the jars if they are not there, starts the server and resolves once Bolt answers. From then on it is started again,
   * with a growing pause, whenever it dies.
   * @throws StartFault when there is no JDK, or no Maven to fetch with. A server that dies is tried again, not thrown.
   */
  async start(): Promise<void> {
    const embeddedDir = join(projectRoot(), "graph", "embedded");
    const libDir = this.options.libDir ?? join(this.home, `lib-${neo4jVersion(embeddedDir)}`);
    const java = await findJdk();
    this.now = "fetching";
    await ensureJars({ embeddedDir, libDir, signal: this.aborted.signal, onProgress: this.options.onProgress });
    await predecessorGone(join(this.home, "pid"), this.home);
    const settings = join(this.home, "headwater.conf");
    writeFileSync(settings, this.settings());
    const archive = new ClassArchive(java, libDir, this.home);
    this.archive = archive;
    const args = () => [
      ...archive.flags(),
      `-Xmx${this.options.heapMb}m`,
      "-XX:+ExitOnOutOfMemoryError",
      "--add-opens=java.base/java.nio=ALL-UNNAMED",
      "--add-opens=java.base/java.io=ALL-UNNAMED",
      "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
      "-cp",
      join(libDir, "*"),
      join(embeddedDir, "Launcher.java"),
      this.home,
      settings,
    ];
    await new Promise<void>((resolve) => {
      this.supervision = this.supervise(java.command, args, () => {
        archive.makeSoon();
        resolve();
      });
      void this.supervision.then(resolve);
    });
  }

  /** Stops the server cleanly, by force after `patienceMs`. Resolves when the process is gone. */
  async stop(patienceMs = 7_000): Promise<void> {
    this.aborted.abort();
    this.archive?.stop();
    const child = this.child;
    if (child && child.exitCode === null && child.signalCode === null) {
      child.kill("SIGTERM");
      const force = setTimeout(() => child.kill("SIGKILL"), patienceMs);
      await this.supervision;
      clearTimeout(force);
    }
    await this.supervision;
  }

  private stopped(): boolean {
    return this.aborted.signal.aborted;
  }

  private async supervise(java: string, args: () => string[], onReady: () => void): Promise<void> {
    let backoffMs = FIRST_BACKOFF_MS;
    while (!this.stopped()) {
      this.now = this.restartCount === 0 ? "starting" : "restarting";
      const end = await this.runOnce(java, args(), () => {
        backoffMs = FIRST_BACKOFF_MS;
        this.now = "running";
        onReady();
      });
      if (this.stopped()) return;
      this.now = "restarting";
      this.restartCount++;
      log.error("Neo4j ended and is started again", { how: end.how, inMs: backoffMs, said: end.said });
      this.options.onProgress(`Neo4j ended (${end.how}); starting it again.`);
      await sleep(backoffMs, undefined, { signal: this.aborted.signal }).catch(() => undefined);
      backoffMs = Math.min(backoffMs * 2, LONGEST_BACKOFF_MS);
    }
  }

  private async runOnce(java: string, args: readonly string[], onReady: () => void): Promise<{ how: string; said: string[] }> {
    // a process group of its own: Ctrl-C reaches Headwater alone, which then stops things in order
    const child = spawn(java, [...args], { stdio: ["pipe", "pipe", "pipe"], detached: true, env: { ...process.env, HEADWATER_ADMIN_TOKEN: undefined } });
    this.child = child;
    const said: string[] = [];
    const hear = (line: string): void => {
      if (line === "READY") return onReady();
      said.push(line);
      if (said.length > 12) said.shift();
    };
    createInterface({ input: child.stdout }).on("line", hear);
    createInterface({ input: child.stderr }).on("line", hear);
    child.stdin.on("error", (cause) => log.debug("Neo4j closed its input", { cause }));
    child.stdin.write(`${this.password}\n`);
    if (child.pid !== undefined) {
      giveWay(child.pid, true);
      writeFileSync(join(this.home, "pid"), `${child.pid}\n`);
    }
    const how = await new Promise<string>((resolve) => {
      child.on("error", (error) => resolve(error.message));
      child.on("close", (status, signal) => resolve(signal ?? `status ${status}`));
    });
    rmSync(join(this.home, "pid"), { force: true });
    return { how, said };
  }

  private settings(): string {
    return [
      "# Written by Headwater at every start.",
      "server.bolt.enabled=true",
      `server.bolt.listen_address=127.0.0.1:${this.port}`,
      `server.bolt.advertised_address=127.0.0.1:${this.port}`,
      "server.http.enabled=false",
      "server.https.enabled=false",
      "dbms.security.auth_enabled=true",
      "dbms.security.allow_csv_import_from_file_urls=false",
      "dbms.usage_report.enabled=false",
      `server.memory.pagecache.size=${this.options.pagecacheMb}m`,
      "db.tx_log.preallocate=false",
      "db.tx_log.rotation.size=64m",
      "db.tx_log.rotation.retention_policy=256M size",
      // at the end Bolt would wait five seconds for clients, when every database is closed already
      "internal.dbms.bolt.netty_server_shutdown_quiet_period=0",
      "",
    ].join("\n");
  }
}

function readOrMakePassword(file: string): string {
  if (!existsSync(file)) writeFileSync(file, `${randomBytes(24).toString("base64url")}\n`, { mode: 0o600, flag: "wx" });
  chmodSync(file, 0o600);
  return readFileSync(file, "utf8").trim();
}

/** `wanted` if nothing listens there on loopback, else any free port. */
async function freePort(wanted: number): Promise<number> {
  for (const port of Number.isInteger(wanted) && wanted > 0 && wanted < 65536 ? [wanted, 0] : [0]) {
    const found = await new Promise<number | null>((resolve) => {
      const probe = createServer();
      probe.once("error", () => resolve(null));
      probe.listen(port, "127.0.0.1", () => {
        const address = probe.address();
        probe.close(() => resolve(typeof address === "object" && address ? address.port : null));
      });
    });
    if (found !== null) return found;
  }
  throw new Error("No free port on loopback.");
}

/** After a SIGKILL of Headwater its Neo4j takes a moment to stop, and holds the store until then. */
async function predecessorGone(pidFile: string, home: string): Promise<void> {
  if (!existsSync(pidFile)) return;
  const pid = Number(readFileSync(pidFile, "utf8"));
  const until = Date.now() + PREDECESSOR_WAIT_MS;
  while (Date.now() < until && isLauncher(pid, home)) await sleep(100);
  rmSync(pidFile, { force: true });
}

function isLauncher(pid: number, home: string): boolean {
  if (!Number.isInteger(pid) || pid <= 1) return false;
  try {
    process.kill(pid, 0);
    return !existsSync("/proc/self") || readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0").includes(home);
  } catch {
    return false;
  }
}
