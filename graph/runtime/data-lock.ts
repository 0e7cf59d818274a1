import "server-only";
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { StartFault } from "@/graph/runtime/start-fault";

export type DataLock = { release(): void };

/**
 * Takes a data directory for this process, making it (0700) when it is not there. A lock whose process is gone is taken over.
 * @throws StartFault when a running process holds it.
 */
export function lockDataDir(dataDir: string): DataLock {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const file = join(dataDir, "lock");
  const mine = JSON.stringify({ pid: process.pid, started: startOf(process.pid), since: new Date().toISOString() });
  for (;;) {
    try {
      writeFileSync(file, mine, { flag: "wx", mode: 0o600 });
      return { release: () => readOrNull(file) === mine && rmSync(file, { force: true }) };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw new StartFault(`The data directory ${dataDir} cannot be written: ${(error as Error).message}`, { cause: error });
    }
    const held = readOrNull(file);
    if (held === null) continue;
    const holder = holderOf(held);
    if (holder !== null) {
      throw new StartFault(
        `The data directory ${dataDir} is in use by another Headwater (process ${holder}). Stop that one, or give this one a directory of its own with HEADWATER_DATA.`,
      );
    }
    setAside(file, held);
  }
}

/** The Headwater that runs on a data directory, and where it listens (`null` while it starts); `null` when none does. */
export function runningOn(dataDir: string): { pid: number; url: string | null } | null {
  const held = readOrNull(join(dataDir, "lock"));
  const pid = held === null ? null : holderOf(held);
  if (pid === null) return null;
  const [writer, url = null] = readOrNull(join(dataDir, "address"))?.trim().split(" ") ?? [];
  return { pid, url: Number(writer) === pid ? url : null };
}

function readOrNull(file: string): string | null {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return null;
  }
}

/** The process that wrote this lock, if it still runs. Process numbers are used again (in containers at once), so its start time counts too. */
function holderOf(lock: string): number | null {
  let parsed: unknown;
  try {
    parsed = JSON.parse(lock);
  } catch {
    // cut short by a crash while it was written
    return null;
  }
  const { pid, started } = (parsed ?? {}) as { pid?: unknown; started?: unknown };
  if (typeof pid !== "number" || !Number.isInteger(pid) || pid <= 0 || pid === process.pid) return null;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ESRCH") return null;
  }
  return started === startOf(pid) ? pid : null;
}

/** When a process started, as text: boot and clock ticks since. `null` where /proc does not tell (other systems than Linux). */
function startOf(pid: number): string | null {
  try {
    const boot = readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // the command's name, in parentheses, may hold anything; field 22 counts from after it
    return `${boot}/${stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19]}`;
  } catch {
    return null;
  }
}

/** Takes a dead process's lock away, and puts it back if another start has just replaced it. */
function setAside(file: string, dead: string): void {
  const aside = `${file}.dead-${process.pid}`;
  try {
    renameSync(file, aside);
    if (readFileSync(aside, "utf8") !== dead) linkSync(aside, file);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code !== "ENOENT" && code !== "EEXIST") throw error;
  } finally {
    rmSync(aside, { force: true });
  }
}
