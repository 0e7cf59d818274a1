import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, expect, test, vi } from "vitest";
import { openDriver } from "@/graph/driver";
import { EmbeddedNeo4j } from "@/graph/embedded/embedded-neo4j";
import { ensureJars } from "@/graph/embedded/fetch-jars";
import { projectRoot } from "@/graph/runtime/project-root";
import { sharedLibDir } from "@/graph/testing/shared-lib-dir";

const temporary: string[] = [];
const temporaryDir = (): string => {
  const directory = mkdtempSync(join(tmpdir(), "headwater-test-"));
  temporary.push(directory);
  return directory;
};
afterEach(() => {
  vi.unstubAllEnvs();
  for (const directory of temporary.splice(0)) rmSync(directory, { recursive: true, force: true });
});

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

async function until(condition: () => boolean | Promise<boolean>, seconds: number, what: string): Promise<void> {
  const end = Date.now() + seconds * 1000;
  while (!(await condition())) {
    if (Date.now() > end) throw new Error(`not within ${seconds} s: ${what}`);
    await sleep(100);
  }
}

const options = (dataDir: string) => ({ dataDir, heapMb: 400, pagecacheMb: 64, libDir: sharedLibDir(), onProgress: () => undefined });

test("the embedded Neo4j comes back at the same address after a SIGKILL, with its data, and ends when told", async () => {
  const dataDir = temporaryDir();
  const neo4j = await EmbeddedNeo4j.prepare(options(dataDir));
  const driver = openDriver(neo4j);
  try {
    await neo4j.start();
    expect(neo4j.uri).toMatch(/^bolt:\/\/127\.0\.0\.1:\d+$/);
    expect(statSync(join(dataDir, "neo4j", "password")).mode & 0o777).toBe(0o600);
    await driver.executeQuery("CREATE (:Kept {n: 7})");

    const stranger = openDriver({ uri: neo4j.uri, username: "neo4j", password: "neo4j" });
    await expect(stranger.executeQuery("RETURN 1")).rejects.toMatchObject({ code: "Neo.ClientError.Security.Unauthorized" });
    await stranger.close();

    const first = neo4j.pid() ?? 0;
    process.kill(first, "SIGKILL");
    await until(() => neo4j.pid() !== first && neo4j.state() === "running", 120, "running again");
    const { records } = await driver.executeQuery("MATCH (k:Kept) RETURN k.n AS n");
    expect(records[0]?.get("n")).toBe(7);
    expect(neo4j.restarts()).toBe(1);
  } finally {
    await driver.close();
    await neo4j.stop(20_000);
  }
  expect(neo4j.state()).toBe("stopped");
  expect(isAlive(neo4j.pid() ?? 0)).toBe(false);
}, 300_000);

test("the embedded Neo4j ends when its parent is killed with SIGKILL", async () => {
  const dataDir = temporaryDir();
  const script = join(dataDir, "parent.mts");
  writeFileSync(
    script,
    `import { EmbeddedNeo4j } from "@/graph/embedded/embedded-neo4j";
     const neo4j = await EmbeddedNeo4j.prepare(JSON.parse(process.argv[2]));
     neo4j.start().then(() => console.log("UP " + neo4j.pid()));`.replace("@/", `${projectRoot()}/`) + "\nexport {};\n",
  );
  const tsx = join(projectRoot(), "node_modules", "tsx", "dist", "cli.mjs");
  const parent = spawn(
    process.execPath,
    ["--conditions=react-server", "--import", tsx.replace("cli.mjs", "loader.mjs"), script, JSON.stringify({ dataDir, heapMb: 400, pagecacheMb: 64, libDir: sharedLibDir() })],
    { cwd: projectRoot(), stdio: ["ignore", "pipe", "inherit"] },
  );
  const pid = await new Promise<number>((resolve, reject) => {
    createInterface({ input: parent.stdout }).on("line", (line) => line.startsWith("UP ") && resolve(Number(line.slice(3))));
    parent.on("exit", (status) => reject(new Error(`the parent ended with ${status}`)));
  });
  expect(isAlive(pid)).toBe(true);
  parent.kill("SIGKILL");
  await until(() => !isAlive(pid), 60, "the launcher is gone");
}, 300_000);

test("without a JDK the start says what to install", async () => {
  vi.stubEnv("JAVA_HOME", "/nowhere");
  const neo4j = await EmbeddedNeo4j.prepare(options(temporaryDir()));
  await expect(neo4j.start()).rejects.toThrow(/JDK \(Java 17 or later\)[\s\S]*NEO4J_URI/);
});

/** A stand-in for Maven that writes `jars` files and ends with `status`. */
function fakeMaven(jars: number, status: number): void {
  const bin = temporaryDir();
  writeFileSync(
    join(bin, "mvn"),
    `#!/bin/sh
for a in "$@"; do case "$a" in -DoutputDirectory=*) out="\${a#*=}";; --version) exit 0;; esac; done
i=0; while [ $i -lt ${jars} ]; do echo jar > "$out/j$i.jar"; i=$((i+1)); done
echo "[ERROR] no network" ; exit ${status}
`,
    { mode: 0o755 },
  );
  vi.stubEnv("PATH", `${bin}${delimiter}${process.env.PATH}`);
}

test("a fetch that broke off leaves nothing that counts, and is done again", async () => {
  const libDir = join(temporaryDir(), "lib");
  const embeddedDir = join(projectRoot(), "graph", "embedded");
  const fetch = () => ensureJars({ embeddedDir, libDir, onProgress: () => undefined });
  fakeMaven(2, 1);
  await expect(fetch()).rejects.toThrow(/no network/);
  mkdirSync(libDir);
  writeFileSync(join(libDir, "j0.jar"), "half");
  fakeMaven(3, 0);
  await fetch();
  expect(statSync(join(libDir, "j2.jar")).size).toBeGreaterThan(0);
  fakeMaven(0, 1);
  await fetch();
  writeFileSync(join(libDir, "j0.jar"), "cut");
  await expect(fetch()).rejects.toThrow(/no network/);
});
