import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { cpus, release, tmpdir, totalmem, type } from "node:os";
import { join } from "node:path";
import { projectRoot } from "@/graph/runtime/project-root";
import { parseMeasured, parseSection, type Measured, type MeasuredSection } from "@/lib/benchmarks/measured";
import { options } from "./options";
import { tableOf } from "./section";

/**
 * Runs the benchmarks one after the other and writes down what they found, for the documentation and for the page Status. What follows `--`
 * goes to each of them. What was found before by one that does not run now, or does not end well, stays, with its own time and commit.
 */
const BENCHMARKS = ["ingestion", "projection", "wide-jobs", "queries", "scale", "process", "pages", "explorer"];
const DOCS = join(projectRoot(), "docs", "benchmarks.md");
const MEASURED = join(projectRoot(), "lib", "benchmarks", "measured.json");
const [BEGIN, END] = ["<!-- measured: written by npm run bench -->", "<!-- end of measured -->"];

const wanted = options.only?.split(",") ?? BENCHMARKS;
const unknown = wanted.filter((name) => !BENCHMARKS.includes(name));
if (unknown.length > 0) throw new Error(`There is no benchmark ${unknown.join(", ")}. There are: ${BENCHMARKS.join(", ")}.`);

const failed: string[] = [];
const found: MeasuredSection[] = [];
for (const name of wanted) {
  process.stdout.write(`\n== ${name}\n`);
  const out = mkdtempSync(join(tmpdir(), "headwater-bench-"));
  const { status } = spawnSync(process.execPath, ["--conditions=react-server", "--import", "tsx", join(projectRoot(), "scripts", "bench", `${name}.ts`), ...process.argv.slice(2)], {
    cwd: projectRoot(), stdio: "inherit", env: { ...process.env, HEADWATER_BENCH_OUT: out },
  });
  if (status === 0) found.push(...readdirSync(out).map((file) => ({ ...parseSection(JSON.parse(readFileSync(join(out, file), "utf8"))), at: new Date().toISOString(), commit: commitOf() })));
  else failed.push(name);
  rmSync(out, { recursive: true, force: true });
}
// at the end: the page Status is built from this file, and would be built again before each benchmark
note(found);
if (failed.length > 0) {
  process.stderr.write(`\nThese ended early, and nothing of them was written down: ${failed.join(", ")}.\n`);
  process.exitCode = 1;
}

function note(found: readonly MeasuredSection[]): void {
  const before = parseMeasured(JSON.parse(readFileSync(MEASURED, "utf8")));
  const kept = before.sections.filter(({ id }) => !found.some((it) => it.id === id));
  const order = ({ id }: MeasuredSection) => BENCHMARKS.findIndex((name) => id.startsWith(name));
  const measured: Measured = { machine: machine(), versions: versions(), sections: [...kept, ...found].sort((a, b) => order(a) - order(b)) };
  writeFileSync(MEASURED, `${JSON.stringify(measured, null, 2)}\n`);
  const docs = readFileSync(DOCS, "utf8");
  const [from, to] = [docs.indexOf(BEGIN), docs.indexOf(END)];
  if (from === -1 || to === -1) throw new Error(`${DOCS} has lost the marks between which the figures stand.`);
  const machineText = [measured.machine, ...Object.entries(measured.versions).map(([name, version]) => `${name} ${version}`)].join(", ");
  const tables = measured.sections.map((it) => `${tableOf(it)}\n${it.at.slice(0, 16).replace("T", " ")} UTC, commit ${it.commit}.\n`);
  writeFileSync(DOCS, `${docs.slice(0, from)}${BEGIN}\n\n${machineText}.\n\n${tables.join("\n")}\n${docs.slice(to)}`);
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
