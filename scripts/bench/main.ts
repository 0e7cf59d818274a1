import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { cpus, release, tmpdir, totalmem, type } from "node:os";
import { join } from "node:path";
import { projectRoot } from "@/graph/runtime/project-root";
import { parseSection, type Measured, type Section } from "@/lib/benchmarks/measured";
import { tableOf } from "./section";

/**
 * Runs the benchmarks one after the other and writes down what they found, for the documentation and for the page Status. What follows `--`
 * goes to each of them.
 */
const BENCHMARKS = ["ingestion", "projection", "wide-jobs", "queries", "scale", "process", "pages"];
const DOCS = join(projectRoot(), "docs", "benchmarks.md");
const MEASURED = join(projectRoot(), "lib", "benchmarks", "measured.json");
const [BEGIN, END] = ["<!-- measured: written by npm run bench -->", "<!-- end of measured -->"];

const out = mkdtempSync(join(tmpdir(), "headwater-bench-"));
const failed: string[] = [];
try {
  for (const name of BENCHMARKS) {
    process.stdout.write(`\n== ${name}\n`);
    const { status } = spawnSync(process.execPath, ["--conditions=react-server", "--import", "tsx", join(projectRoot(), "scripts", "bench", `${name}.ts`), ...process.argv.slice(2)], {
      cwd: projectRoot(), stdio: "inherit", env: { ...process.env, HEADWATER_BENCH_OUT: out },
    });
    if (status !== 0) failed.push(name);
  }
  const found = readdirSync(out).map((file) => parseSection(JSON.parse(readFileSync(join(out, file), "utf8"))));
  const order = (section: Section) => BENCHMARKS.findIndex((name) => section.id.startsWith(name));
  const measured: Measured = { at: new Date().toISOString(), commit: commitOf(), machine: machine(), versions: versions(), sections: found.sort((a, b) => order(a) - order(b)) };
  if (failed.length === 0) write(measured);
} finally {
  rmSync(out, { recursive: true, force: true });
}
if (failed.length > 0) {
  process.stderr.write(`\nThese ended early, so nothing was written down: ${failed.join(", ")}.\n`);
  process.exitCode = 1;
}

function write(measured: Measured): void {
  writeFileSync(MEASURED, `${JSON.stringify(measured, null, 2)}\n`);
  const docs = readFileSync(DOCS, "utf8");
  const [from, to] = [docs.indexOf(BEGIN), docs.indexOf(END)];
  if (from === -1 || to === -1) throw new Error(`${DOCS} has lost the marks between which the figures stand.`);
  const versionsText = Object.entries(measured.versions).map(([name, version]) => `${name} ${version}`).join(", ");
  const text = `Run of ${measured.at?.slice(0, 16).replace("T", " ")} UTC: ${measured.machine}, ${versionsText}, commit ${measured.commit}.\n\n${measured.sections.map(tableOf).join("\n")}`;
  writeFileSync(DOCS, `${docs.slice(0, from)}${BEGIN}\n\n${text}\n${docs.slice(to)}`);
}

function commitOf(): string {
  return execFileSync("git", ["rev-parse", "--short", "HEAD"], { cwd: projectRoot(), encoding: "utf8" }).trim();
}

function machine(): string {
  const [cpu] = cpus();
  return `${cpus().length} cores (${cpu?.model.trim() || "unknown"}), ${Math.round(totalmem() / 2 ** 30)} GB, ${type()} ${release().split("-")[0]}`;
}

function versions(): Record<string, string> {
  const neo4j = /<neo4j\.version>([^<]+)</.exec(readFileSync(join(projectRoot(), "graph", "embedded", "pom.xml"), "utf8"))?.[1] ?? "unknown";
  const java = /version "([^"]+)"/.exec(spawnSync("java", ["-version"], { encoding: "utf8" }).stderr)?.[1] ?? "unknown";
  return { Node: process.version.slice(1), Java: java, "Neo4j": neo4j };
}
