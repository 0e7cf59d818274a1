import { spawn } from "node:child_process";
import { expect, makeFirstAdmin, SAMPLE_ADMIN_STATE, test, TOKEN } from "../fixtures";

/** Runs the sample as a user would, against the application of the stories. */
function runSample(url: string): Promise<{ status: number | null; said: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ["node_modules/tsx/dist/cli.mjs", "sample/main.ts", "--quick"], { env: { ...process.env, HEADWATER_URL: url, HEADWATER_TOKEN: TOKEN } });
    let said = "";
    const hear = (chunk: Buffer) => (said += chunk.toString());
    child.stdout.on("data", hear);
    child.stderr.on("data", hear);
    child.on("error", reject);
    child.on("close", (status) => resolve({ status, said }));
  });
}

test("the first administrator is made, and the quick sample loaded", async ({ page, baseURL }) => {
  await makeFirstAdmin(page, process.env.HEADWATER_E2E_SAMPLE_DATA ?? "");
  await page.context().storageState({ path: SAMPLE_ADMIN_STATE });
  const { status, said } = await runSample(baseURL ?? "");
  expect(status, said).toBe(0);
});
