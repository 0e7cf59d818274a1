import { execFileSync } from "node:child_process";
import { cpus, totalmem } from "node:os";
import { parseArgs } from "node:util";
import { FAULTS } from "./faults";
import { stopGraphServer } from "./graph-server";

const CLIENTS = 8;

/**
 * `npm run test:chaos [-- --only name,name --times N --seed N]`: every fault in its full form, one after the other, a line of a table
 * for each. Ends with `N passed, N failed`, and with status 1 when one failed.
 */
const { values } = parseArgs({ options: { only: { type: "string" }, times: { type: "string" }, seed: { type: "string" }, quiet: { type: "boolean", default: false } } });
const wanted = values.only?.split(",") ?? FAULTS.map(({ name }) => name);
const unknown = wanted.filter((name) => !FAULTS.some((it) => it.name === name));
const times = values.times === undefined ? null : Number(values.times);
const seed = values.seed === undefined ? Math.floor(Math.random() * 1_000_000) : Number(values.seed);

if (unknown.length > 0 || (times !== null && !(Number.isInteger(times) && times > 0)) || !Number.isInteger(seed)) {
  process.stderr.write(`Usage: npm run test:chaos -- [--only name,name] [--times N] [--seed N] [--quiet]\nThe faults, and how often each is tried:\n${FAULTS.map(({ name, title, times: { full } }) => `  ${name.padEnd(16)}${String(full).padStart(6)}  ${title}`).join("\n")}\n`);
  process.exit(2);
}

const write = (line: string): void => void process.stdout.write(`${line}\n`);
const row = (cells: readonly string[]): void => write(`| ${cells.map((cell) => cell.replaceAll("|", "/")).join(" | ")} |`);

const commit = execFileSync("git", ["rev-parse", "--short", "HEAD"], { encoding: "utf8" }).trim();
write(`${new Date().toISOString().slice(0, 16)}Z, commit ${commit}, ${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GB, Node ${process.versions.node}, seed ${seed}\n`);
row(["Fault", "What was done", "Acknowledged", "Refused", "Result", "Seconds"]);
row(["---", "---", "---", "---", "---", "---"]);

let passed = 0;
const failures: string[] = [];
for (const fault of FAULTS.filter(({ name }) => wanted.includes(name))) {
  const began = performance.now();
  const say = (line: string): void => void (values.quiet || process.stderr.write(`  ${fault.name}: ${line}\n`));
  const seconds = (): string => ((performance.now() - began) / 1000).toFixed(0);
  try {
    const { done, acknowledged, refused } = await fault.run({ times: times ?? fault.times.full, seed, clients: CLIENTS, say });
    passed++;
    row([fault.name, done, String(acknowledged), refused, "held", seconds()]);
  } catch (error) {
    row([fault.name, "", "", "", "FAILED", seconds()]);
    failures.push(`${fault.name}: ${fault.title}\n${error instanceof Error ? error.message : String(error)}\nAgain: npm run test:chaos -- --only ${fault.name} --seed ${seed}${times === null ? "" : ` --times ${times}`}`);
  }
}
await stopGraphServer();

for (const failure of failures) write(`\n${failure}`);
write(`\n${passed} passed, ${failures.length} failed`);
process.exitCode = failures.length === 0 && passed > 0 ? 0 : 1;
