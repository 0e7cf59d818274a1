import "server-only";
import { spawn, type ChildProcess } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { giveWay } from "@/graph/runtime/give-way";
import { log } from "@/lib/log";

/** A start should be over, and what people ask first have loaded its classes too. */
const QUIET_MS = 30_000;
/** A dump takes less than a minute; what is older was broken off, or failed, and is tried again. */
const STALE_MS = 10 * 60_000;
/** Java refuses to read a list with longer lines than it may write. */
const LONGEST_LINE = 4_000;

/**
 * Java's class-data sharing: Neo4j's classes parsed and checked once, and mapped into memory by every later start, which takes a third of its
 * time off. The first server notes the classes that it loads; while it runs, a process that gives way to everything makes the archive
 * beside the jars, for this Java alone. Where it cannot be made, or does not fit, Java goes on without it.
 */
export class ClassArchive {
  private readonly file: string;
  private timer: NodeJS.Timeout | null = null;
  private making: ChildProcess | null = null;

  /** @param java the command and the version it gave. @param home where the list of classes is kept meanwhile. */
  constructor(private readonly java: { command: string; version: string }, private readonly libDir: string, private readonly home: string) {
    const which = createHash("sha256").update(`${java.command} ${java.version}`).digest("hex").slice(0, 8);
    this.file = join(libDir, `classes-${java.version}-${which}.jsa`);
  }

  /** For the command line of a server that is about to start. Where there is no archive, a new list begins with it. */
  flags(): string[] {
    if (this.timer !== null) clearTimeout(this.timer);
    return existsSync(this.file) ? [`-XX:SharedArchiveFile=${this.file}`] : [`-XX:DumpLoadedClassList=${this.list}`];
  }

  /** Makes the archive in a while, if there is none: to be called once the server runs. */
  makeSoon(quietMs = QUIET_MS): void {
    if (existsSync(this.file)) return;
    this.timer = setTimeout(() => void this.make().catch((error: unknown) => log.debug("no class archive was made", { error })), quietMs).unref();
  }

  /** Breaks off what is being made. */
  stop(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.making?.kill("SIGKILL");
  }

  private get list(): string {
    return join(this.home, "classes.lst");
  }

  private async make(): Promise<void> {
    const place = `${this.file}.making`;
    if (!(await takes(place)) || existsSync(this.file)) return;
    const [list, fresh] = [join(place, "classes.lst"), join(place, "classes.jsa")];
    // the server still writes to its end
    const whole = (await readFile(this.list, "utf8")).replace(/[^\n]*$/, "");
    await writeFile(list, whole.split("\n").filter((line) => line.length <= LONGEST_LINE).join("\n"));
    const status = await this.dump(list, fresh);
    if (status !== 0) return log.debug("no class archive was made", { status });
    await rename(fresh, this.file);
    await Promise.all([rm(place, { recursive: true }), rm(this.list, { force: true })]);
  }

  private dump(list: string, into: string): Promise<number | null> {
    const args = ["-Xshare:dump", `-XX:SharedClassListFile=${list}`, `-XX:SharedArchiveFile=${into}`, "-cp", join(this.libDir, "*")];
    const child = spawn(this.java.command, args, { stdio: "ignore" });
    this.making = child;
    giveWay(child.pid);
    return new Promise((resolve, reject) => child.on("error", reject).on("close", resolve));
  }
}

/** Whether the directory is this process's to work in: nobody has made it of late. */
async function takes(place: string): Promise<boolean> {
  const age = await stat(place).then(({ mtimeMs }) => Date.now() - mtimeMs, () => null);
  if (age !== null && age < STALE_MS) return false;
  await rm(place, { recursive: true, force: true });
  return mkdir(place).then(() => true, () => false);
}
