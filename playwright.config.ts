import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { defineConfig } from "@playwright/test";

// Playwright reads this file again in every worker: what the first one chose goes on in the environment.
process.env.HEADWATER_E2E_PORT ??= String(20_000 + Math.floor(Math.random() * 10_000));
process.env.HEADWATER_E2E_DATA ??= mkdtempSync(join(tmpdir(), "headwater-e2e-"));
process.env.HEADWATER_E2E_TOKEN ??= `e2e-${"0".repeat(32)}`;

const baseURL = `http://127.0.0.1:${process.env.HEADWATER_E2E_PORT}`;
const chromium = process.env.CHROMIUM_PATH || "/usr/bin/chromium";

/**
 * Stories in a real Chromium against the built application with a real Neo4j. Tests find the data directory (with the file
 * `setup-link`) in `HEADWATER_E2E_DATA` and a token that may do everything but approve in `HEADWATER_E2E_TOKEN`.
 */
export default defineConfig({
  testDir: "e2e",
  testMatch: "**/*.spec.ts",
  outputDir: "test-results/playwright",
  workers: 1,
  fullyParallel: false,
  forbidOnly: Boolean(process.env.CI),
  timeout: 60_000,
  expect: { timeout: 15_000 },
  use: {
    baseURL,
    trace: "retain-on-failure",
    launchOptions: { executablePath: chromium, args: ["--no-sandbox"] },
  },
  webServer: {
    command: "node scripts/e2e-server.mjs",
    url: `${baseURL}/readyz`,
    timeout: 240_000,
    stdout: "ignore",
    stderr: "pipe",
    gracefulShutdown: { signal: "SIGTERM", timeout: 12_000 },
  },
});
