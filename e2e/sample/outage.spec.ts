import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { MODEL, SOURCE } from "../all-pages";
import { expect, newest, sendLate, test } from "../fixtures";
import { impactHref, lineageHref, nodeHref, predictionHref } from "@/lib/page-hrefs";

const PID_FILE = join(process.env.HEADWATER_E2E_SAMPLE_DATA ?? "", "neo4j", "pid");

/** Kills Neo4j, and again whenever it is started anew, until `until` is over. */
async function withoutNeo4j(until: () => Promise<void>): Promise<void> {
  let over = false;
  const killer = (async () => {
    for (; !over; await sleep(100)) {
      try {
        process.kill(Number(readFileSync(PID_FILE, "utf8")), "SIGKILL");
      } catch {
        // between two of its lives
      }
    }
  })();
  try {
    await until();
  } finally {
    over = true;
    await killer;
  }
}

test("while Neo4j is down pages say so, nothing reads like nothing found, and events are taken", async ({ page, request }) => {
  test.setTimeout(240_000);
  const prediction = await newest(request, "prediction");
  await withoutNeo4j(async () => {
    await expect.poll(async () => (await request.get("/readyz")).status()).toBe(503);
    for (const path of ["/", lineageHref(SOURCE), impactHref([SOURCE]), nodeHref(MODEL), predictionHref(prediction), "/registry", "/incidents"]) {
      await test.step(path, async () => {
        await page.goto(path);
        await expect(page.getByText("The graph did not answer").first()).toBeVisible();
        await expect(page.getByText(/Nothing depends on|may not exist|Nothing recorded|No match|No incident/)).toHaveCount(0);
      });
    }
    // the ledger needs no graph
    await page.goto("/ledger");
    await expect(page.getByRole("row").nth(1)).toBeVisible();
    await page.goto("/status");
    await expect(page.getByText("Events are taken").first()).toBeVisible();
    await sendLate(request, "outage");
  });
  await expect.poll(async () => (await request.get("/readyz")).status(), { timeout: 120_000 }).toBe(200);
  await expect(async () => {
    await page.goto(lineageHref("dataset:outage:after"));
    await expect(page.getByRole("treeitem", { name: /before/ })).toBeVisible({ timeout: 2_000 });
  }).toPass({ timeout: 60_000 });
});
