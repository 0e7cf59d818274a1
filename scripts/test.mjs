// `npm test`: brings what the tests need, runs every check and every test, and ends with one line: `N passed, N failed`.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { prepareChromium, preparePython } from "./test-tools.mjs";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const reports = join(root, "test-results");
const total = { passed: 0, failed: 0 };
const tool = (...path) => join(root, "node_modules", ...path);

const say = (line) => process.stdout.write(`${line}\n`);
const count = (what, passed, failed) => {
  total.passed += passed;
  total.failed += failed;
  say(`== ${what}: ${passed} passed, ${failed} failed`);
};

/** Runs a Node program and shows what it says, or hands it to `hear`; resolves with its status. */
function run(script, args, { env = {}, hear } = {}) {
  return new Promise((resolve) => {
    const told = hear ? "pipe" : "inherit";
    const child = spawn(process.execPath, [script, ...args], { cwd: root, stdio: ["ignore", told, told], env: { ...process.env, ...env } });
    for (const stream of [child.stdout, child.stderr]) stream?.setEncoding("utf8").on("data", hear);
    child.on("error", () => resolve(1));
    child.on("close", (status) => resolve(status ?? 1));
  });
}

/** Runs a Node program and shows what it says when it has ended: another may run beside it. Resolves with its status. */
async function runBeside(what, script, args) {
  let said = "";
  const status = await run(script, args, { hear: (text) => (said += text) });
  say(`\n== ${what}\n${said.trimEnd()}`);
  return status;
}

/** The same, with what it says shown as it comes. */
function runAlone(what, script, args) {
  say(`\n== ${what}`);
  return run(script, args);
}

/** A check that passes or fails as a whole. */
async function check(what, script, args) {
  const failed = (await runBeside(what, script, args)) === 0 ? 0 : 1;
  count(what, 1 - failed, failed);
}

function readJson(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return null;
  }
}

/** `beside`: another runs at the same time. */
async function vitest(project, { flags = [], beside = false } = {}) {
  const file = join(reports, `vitest-${project}.json`);
  const status = await (beside ? runBeside : runAlone)(`vitest ${project}`, tool("vitest", "vitest.mjs"), ["run", "--project", project, "--reporter=default", "--reporter=json", `--outputFile.json=${file}`, ...flags]);
  const report = readJson(file);
  if (!report) return count(`vitest ${project}`, 0, 1);
  const brokenFiles = report.testResults.filter((it) => it.status === "failed" && !it.assertionResults.some((test) => test.status === "failed")).length;
  const failed = report.numFailedTests + brokenFiles;
  // a status without a failed test is an error outside of tests
  count(`vitest ${project}`, report.numPassedTests, failed === 0 && status !== 0 ? 1 : failed);
}

async function playwright(chromium) {
  if (!existsSync(join(root, "playwright.config.ts"))) return;
  say("\n== playwright");
  const file = join(reports, "playwright.json");
  const status = await run(tool("@playwright", "test", "cli.js"), ["test", "--reporter=list,json"], { env: { PLAYWRIGHT_JSON_OUTPUT_FILE: file, CHROMIUM_PATH: chromium ?? "" } });
  const stats = readJson(file)?.stats;
  if (!stats) return count("playwright", 0, 1);
  const failed = stats.unexpected + (stats.expected + stats.flaky + stats.unexpected === 0 ? 1 : 0);
  count("playwright", stats.expected + stats.flaky, failed === 0 && status !== 0 ? 1 : failed);
}

rmSync(reports, { recursive: true, force: true });
mkdirSync(reports, { recursive: true });
const chromium = prepareChromium(say);
const python = preparePython(root, say);
if (python) process.env.HEADWATER_TEST_PYTHON = python;
// Neo4j is started some thirty times and lives for a minute: compiling its code lightly halves what a start costs
process.env.JDK_JAVA_OPTIONS ??= "-XX:TieredStopAtLevel=1";
if (spawnSync("cc", ["--version"]).status !== 0) say("No C compiler (cc): the test that makes fsync fail will say so and fail.");

const steps = {
  eslint: () => check("eslint", tool("eslint", "bin", "eslint.js"), ["."]),
  build: () => check("build", join(root, "scripts", "build.mjs"), []),
  types: () => check("types", tool("typescript", "bin", "tsc"), ["--noEmit"]),
  // left to itself Vitest keeps one core free
  unit: () => vitest("unit", { flags: ["--maxWorkers=100%"] }),
  graph: () => vitest("graph", { beside: true }),
  app: () => vitest("app", { beside: true }),
  "own-app": () => vitest("own-app"),
  playwright: () => playwright(chromium),
};
// `npm test -- unit types` runs these alone
const wanted = process.argv.slice(2);
async function step(name) {
  if (wanted.length > 0 && !wanted.includes(name)) return;
  const began = Date.now();
  await steps[name]();
  say(`== ${name} took ${Math.round((Date.now() - began) / 1000)} s`);
}
// beside each other, as each keeps one core busy; the types after the build, which writes some of them, and the applications of their own
// after the shared one
await Promise.all([step("eslint"), step("build").then(() => step("types"))]);
await step("unit");
await Promise.all([step("graph"), step("app").then(() => step("own-app"))]);
await step("playwright");

say(`\n${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed === 0 && total.passed > 0 ? 0 : 1;
