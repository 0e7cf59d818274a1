import { spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ensureJars } from "@/graph/embedded/fetch-jars";
import { projectRoot } from "@/graph/runtime/project-root";
import { StartFault } from "@/graph/runtime/start-fault";
import { runCommand, say } from "./command";

/** A server of the calendar versions. */
const VERSION = "2026.08.1";
/** What servers of this line need. */
const LEAST_JAVA = 21;
const PLACES = [
  ["/usr/lib/jvm", ""],
  ["/Library/Java/JavaVirtualMachines", "Contents/Home"],
] as const;

/** The version of a JDK, from the file that each has; 0 when it has none. */
function javaVersion(home: string): number {
  const release = join(home, "release");
  return existsSync(release) ? Number(/^JAVA_VERSION="(\d+)/m.exec(readFileSync(release, "utf8"))?.[1] ?? 0) : 0;
}

/** @throws StartFault when there is none that is new enough. */
function findNewJdk(): string {
  const named = [process.env.TEST_JAVA_HOME, process.env.JAVA_HOME].filter((home): home is string => home !== undefined && home !== "");
  const found = PLACES.flatMap(([place, within]) => (existsSync(place) ? readdirSync(place).sort().map((name) => join(place, name, within)) : []));
  const home = [...named, ...found.sort((a, b) => javaVersion(b) - javaVersion(a))].find((it) => javaVersion(it) >= LEAST_JAVA);
  if (home === undefined) throw new StartFault(`Neo4j ${VERSION} needs a JDK ${LEAST_JAVA} or later: set TEST_JAVA_HOME to one.`);
  return home;
}

function run(args: string[], variables: Record<string, string>): Promise<number> {
  const child = spawn(process.execPath, args, { cwd: projectRoot(), stdio: "inherit", env: { ...process.env, ...variables } });
  return new Promise((resolve, reject) => child.on("error", reject).on("close", (status) => resolve(status ?? 1)));
}

/**
 * `npm run test:neo4j-2026`: all tests of queries and of the projector, and the product against a server that it did not start, on a
 * Neo4j of the calendar versions. `TEST_NEO4J_VERSION` names another.
 */
runCommand(async () => {
  const version = process.env.TEST_NEO4J_VERSION || VERSION;
  const home = findNewJdk();
  const libDir = join(projectRoot(), ".cache", `neo4j-lib-${version}`);
  await ensureJars({ embeddedDir: join(projectRoot(), "graph", "embedded"), libDir, version, onProgress: say });
  say(`Neo4j ${version} on Java ${javaVersion(home)} (${home})`);
  const vitest = join(projectRoot(), "node_modules", "vitest", "vitest.mjs");
  const variables = { JAVA_HOME: home, HEADWATER_NEO4J_LIB: libDir };
  const statuses = [await run([vitest, "run", "--project", "graph"], variables), await run([vitest, "run", "--project", "own-app", "e2e/api/external-neo4j.test.ts"], variables)];
  if (statuses.some((status) => status !== 0)) throw new StartFault(`Not all tests passed on Neo4j ${version}.`);
  say(`All tests passed on Neo4j ${version}.`);
});
