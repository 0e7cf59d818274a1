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

/** Runs a Node program and shows what it says; resolves with its status. */
function run(script, args, env = {}) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [script, ...args], { cwd: root, stdio: ["ignore", "inherit", "inherit"], env: { ...process.env, ...env } });
    child.on("error", () => resolve(1));
    child.on("close", (status) => resolve(status ?? 1));
  });
}

/** A check that passes or fails as a whole. */
async function check(what, script, args) {
  say(`\n== ${what}`);
  const failed = (await run(script, args)) === 0 ? 0 : 1;
  count(what, 1 - failed, failed);
}

function readJson(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return null;
  }
}

async function vitest(project) {
  say(`\n== vitest ${project}`);
  const file = join(reports, `vitest-${project}.json`);
  const status = await run(tool("vitest", "vitest.mjs"), ["run", "--project", project, "--reporter=default", "--reporter=json", `--outputFile.json=${file}`]);
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
  const status = await run(tool("@playwright", "test", "cli.js"), ["test", "--reporter=list,json"], { PLAYWRIGHT_JSON_OUTPUT_FILE: file, CHROMIUM_PATH: chromium ?? "" });
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
if (spawnSync("cc", ["--version"]).status !== 0) say("No C compiler (cc): the test that makes fsync fail will say so and fail.");

const steps = {
  eslint: () => check("eslint", tool("eslint", "bin", "eslint.js"), ["."]),
  // before the types: Next writes some of them
  build: () => check("build", join(root, "scripts", "build.mjs"), []),
  types: () => check("types", tool("typescript", "bin", "tsc"), ["--noEmit"]),
  unit: () => vitest("unit"),
  graph: () => vitest("graph"),
  app: () => vitest("app"),
  playwright: () => playwright(chromium),
};
// `npm test -- unit types` runs these alone
const wanted = process.argv.slice(2);
for (const [name, step] of Object.entries(steps)) if (wanted.length === 0 || wanted.includes(name)) await step();

say(`\n${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed === 0 && total.passed > 0 ? 0 : 1;
