import "server-only";
import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { mkdir, mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { requireMaven } from "@/graph/embedded/java-tools";
import { StartFault } from "@/graph/runtime/start-fault";

export type JarsOptions = { embeddedDir: string; libDir: string; version?: string; signal?: AbortSignal; onProgress: (line: string) => void };

const COMPLETE = "complete.json";
/** What 5.26.30 has; only for the progress shown. */
const EXPECTED_JARS = 213;

/** The version of Neo4j that `pom.xml` pins. */
export function neo4jVersion(embeddedDir: string): string {
  const version = /<neo4j\.version>([^<]+)</.exec(readFileSync(join(embeddedDir, "pom.xml"), "utf8"))?.[1];
  if (!version) throw new Error("graph/embedded/pom.xml names no neo4j.version.");
  return version;
}

async function sizes(directory: string): Promise<Record<string, number>> {
  const jars = (await readdir(directory)).filter((file) => file.endsWith(".jar")).sort();
  return Object.fromEntries(await Promise.all(jars.map(async (jar) => [jar, (await stat(join(directory, jar))).size] as const)));
}

async function isComplete(libDir: string): Promise<boolean> {
  if (!existsSync(join(libDir, COMPLETE))) return false;
  const [expected, found] = await Promise.all([readFile(join(libDir, COMPLETE), "utf8"), sizes(libDir)]);
  return expected === JSON.stringify(found);
}

/**
 * Sees to it that `libDir` holds Neo4j and all it needs. What is there and whole is kept; else Maven fetches it into a directory
 * beside, which is renamed when all is there: a fetch that broke off is done again, and two at once do not disturb each other.
 * `version`: the one that `pom.xml` pins, unless told.
 * @throws StartFault when Maven is missing or fails; the message holds the end of what it said.
 */
export async function ensureJars(options: JarsOptions): Promise<void> {
  const { embeddedDir, libDir, version = neo4jVersion(embeddedDir), onProgress } = options;
  if (await isComplete(libDir)) return;
  await requireMaven();
  await mkdir(dirname(libDir), { recursive: true });
  const fresh = await mkdtemp(`${libDir}.fetching-`);
  try {
    onProgress(`Fetching Neo4j ${version} (123 MB, once) …`);
    await runMaven(options, fresh);
    const found = await sizes(fresh);
    if (Object.keys(found).length === 0) throw new StartFault("Maven ended well but brought no Neo4j. Remove ~/.m2/repository/org/neo4j and start again.");
    await writeFile(join(fresh, COMPLETE), JSON.stringify(found));
    await putInPlace(fresh, libDir);
    onProgress(`Fetched Neo4j: ${Object.keys(found).length} jars.`);
  } finally {
    await rm(fresh, { recursive: true, force: true });
  }
}

async function putInPlace(fresh: string, libDir: string): Promise<void> {
  if (await isComplete(libDir)) return;
  await rm(libDir, { recursive: true, force: true });
  try {
    await rename(fresh, libDir);
  } catch (error) {
    // another start was quicker
    if (!(await isComplete(libDir))) throw error;
  }
}

async function runMaven(options: JarsOptions, into: string): Promise<void> {
  const args = ["-B", "-f", join(options.embeddedDir, "pom.xml"), "dependency:copy-dependencies", "-DincludeScope=runtime", `-DoutputDirectory=${into}`, ...(options.version === undefined ? [] : [`-Dneo4j.version=${options.version}`])];
  const maven = spawn("mvn", args, { stdio: ["ignore", "pipe", "pipe"], signal: options.signal });
  const said: string[] = [];
  let downloaded = 0;
  let copied = 0;
  const hear = (line: string): void => {
    said.push(line);
    if (said.length > 15) said.shift();
    if (/Downloaded from .*\.jar/.test(line) && ++downloaded % 25 === 0) options.onProgress(`Fetching Neo4j: ${downloaded} of about ${EXPECTED_JARS} jars downloaded`);
    if (/ Copying .*\.jar/.test(line) && ++copied % 100 === 0) options.onProgress(`Fetching Neo4j: ${copied} of ${EXPECTED_JARS} jars in place`);
  };
  createInterface({ input: maven.stdout }).on("line", hear);
  createInterface({ input: maven.stderr }).on("line", hear);
  const status = await new Promise<number | null>((resolve, reject) => maven.on("error", reject).on("close", resolve));
  if (status !== 0) {
    throw new StartFault(`Maven could not fetch Neo4j (status ${status}). The end of what it said:\n${said.join("\n")}\nStart again once the network is there, or set NEO4J_URI to use a Neo4j that runs elsewhere.`);
  }
}
