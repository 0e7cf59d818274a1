import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { defineConfig } from "@playwright/test";

// Playwright reads this file again in every worker: what the first one chose goes on in the environment.
process.env.HEADWATER_E2E_PORT ??= String(20_000 + Math.floor(Math.random() * 10_000));
process.env.HEADWATER_E2E_TOKEN ??= `e2e-${"0".repeat(32)}`;
process.env.HEADWATER_E2E_DATA ??= mkdtempSync(join(tmpdir(), "headwater-e2e-"));
process.env.HEADWATER_E2E_SAMPLE_DATA ??= mkdtempSync(join(tmpdir(), "headwater-e2e-sample-"));

const port = Number(process.env.HEADWATER_E2E_PORT);
const chromium = process.env.CHROMIUM_PATH || "/usr/bin/chromium";
const addressOf = (at: number) => `http://127.0.0.1:${at}`;

/** One of the two applications: an empty one for the first start, and one that holds the quick sample. */
function application(at: number, dataDir: string) {
  return {
    command: "node scripts/e2e-server.mjs",
    env: { ...process.env, HEADWATER_E2E_PORT: String(at), HEADWATER_E2E_DATA: dataDir } as Record<string, string>,
    url: `${addressOf(at)}/readyz`,
    timeout: 240_000,
    stdout: "ignore",
    stderr: "pipe",
    gracefulShutdown: { signal: "SIGTERM", timeout: 12_000 },
  } as const;
}

/**
 * Stories in a real Chromium against the built application with a real Neo4j. Tests find the data directories (with the file
 * `setup-link`) in `HEADWATER_E2E_DATA` and `HEADWATER_E2E_SAMPLE_DATA`, and a token that may do everything but approve in `HEADWATER_E2E_TOKEN`.
 */
export default defineConfig({
  testDir: "e2e",
  outputDir: "test-results/playwright",
  // the two applications know nothing of each other; stories with the same one take turns
  workers: 2,
  fullyParallel: false,
  forbidOnly: Boolean(process.env.CI),
  timeout: 60_000,
  // letters are drawn a little differently from machine to machine
  expect: { timeout: 15_000, toHaveScreenshot: { maxDiffPixelRatio: 0.02, pathTemplate: "{testDir}/pictures/{arg}{ext}" } },
  use: {
    trace: "retain-on-failure",
    launchOptions: { executablePath: chromium, args: ["--no-sandbox"] },
  },
  projects: [
    { name: "first-light", workers: 1, testMatch: ["first-light.spec.ts", "pictures.spec.ts"], use: { baseURL: addressOf(port) } },
    { name: "load-sample", testMatch: "sample/load.setup.ts", timeout: 180_000, use: { baseURL: addressOf(port + 1) } },
    {
      name: "sample",
      testMatch: "sample/*.spec.ts",
      workers: 1,
      dependencies: ["load-sample"],
      use: { baseURL: addressOf(port + 1), storageState: "test-results/sample-admin.json" },
    },
  ],
  webServer: [application(port, process.env.HEADWATER_E2E_DATA), application(port + 1, process.env.HEADWATER_E2E_SAMPLE_DATA)],
});
