import { execFileSync } from "node:child_process";
import { axeViolations, expect, test } from "../fixtures";

test("someone who connects a pipeline sends what the page shows, and reads what was understood and what was refused", async ({ page }) => {
  await page.goto("/connect");
  await page.getByText("90 days, all namespaces. Change").click();
  await page.getByLabel("Name", { exact: true }).fill("Story pipeline");
  await page.getByRole("button", { name: "Create token" }).click();
  await expect(page.getByRole("button", { name: "Copy token" })).toBeVisible();
  await expect(page.getByText("Listening, 0 received")).toBeVisible();
  expect(await axeViolations(page)).toEqual([]);

  const shown = (await page.getByLabel("Send an event").textContent()) ?? "";
  const send = (command: string) => execFileSync("sh", ["-c", command], { encoding: "utf8" });
  expect(send(shown)).toContain('"sequence"');
  await expect(page.getByText("Live")).toBeVisible();
  const understood = page.getByRole("region", { name: "What was understood" });
  await expect(understood.getByText("In the graph")).toBeVisible();
  await expect(understood.getByRole("link", { name: "daily_revenue" }).first()).toBeVisible();
  await expect(understood.getByText("observed, by daily_revenue")).toBeVisible();

  send(shown.replace('"runId": "0198c7a0-0000-7000-8000-000000000001"', '"runId": ""'));
  const refused = page.getByRole("list", { name: "Refused" });
  await expect(refused).toContainText("422 invalid");
  await expect(refused).toContainText("/run/runId");
  expect(await axeViolations(page)).toEqual([]);

  await understood.getByRole("link", { name: /^record / }).click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Record");
  await expect(page.getByLabel("Payload")).toContainText('"daily_revenue"');
});
