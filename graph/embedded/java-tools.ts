import "server-only";
import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { StartFault } from "@/graph/runtime/start-fault";

const run = promisify(execFile);

const HOW_TO_GO_ON = `Either install it and start again:
  Debian, Ubuntu: apt-get install openjdk-17-jdk-headless maven
  macOS:          brew install openjdk@21 maven
or use a Neo4j 5.26 that runs elsewhere: set NEO4J_URI, NEO4J_USERNAME and NEO4J_PASSWORD.`;

/**
 * The `java` command of a JDK 17 or later, and its version in full: `JAVA_HOME`'s, else the one on the path.
 * @throws StartFault when there is none, when it is too old, and when it is a JRE (the launcher is run from its source).
 */
export async function findJdk(): Promise<{ command: string; version: string }> {
  const java = process.env.JAVA_HOME ? join(process.env.JAVA_HOME, "bin", "java") : "java";
  let modules: string;
  try {
    modules = (await run(java, ["--list-modules"], { timeout: 60_000 })).stdout;
  } catch (cause) {
    throw new StartFault(`Headwater starts its own Neo4j with a JDK (Java 17 or later), and \`${java}\` cannot be run.\n${HOW_TO_GO_ON}`, { cause });
  }
  const version = /^java\.base@([\w.+-]+)/m.exec(modules)?.[1] ?? "0";
  if (Number.parseInt(version) < 17) throw new StartFault(`Neo4j needs Java 17 or later; \`${java}\` is Java ${version}.\n${HOW_TO_GO_ON}`);
  if (!/^jdk\.compiler@/m.test(modules)) throw new StartFault(`\`${java}\` is a Java runtime without the compiler; Headwater needs a JDK.\n${HOW_TO_GO_ON}`);
  return { command: java, version };
}

/** @throws StartFault when Maven cannot be run. */
export async function requireMaven(): Promise<void> {
  try {
    await run("mvn", ["--version"], { timeout: 60_000 });
  } catch (cause) {
    throw new StartFault(`Headwater fetches Neo4j with Maven at the first start, and \`mvn\` cannot be run.\n${HOW_TO_GO_ON}`, { cause });
  }
}
