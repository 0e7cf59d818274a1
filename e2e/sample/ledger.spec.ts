import { readFileSync } from "node:fs";
import type { Browser, BrowserContext } from "@playwright/test";
import { ask, axeViolations, expect, test, TOKEN } from "../fixtures";

type Records = { results: { sequence: number }[] };
const BEARER = { authorization: `Bearer ${TOKEN}` };
const recordsAbout = (ref: string) => `/api/v1/records?${new URLSearchParams({ about: ref })}`;

/** A browser of somebody with this role, who came by an invitation. */
async function browserOf(browser: Browser, baseURL: string, role: string, name: string): Promise<BrowserContext> {
  const context = await browser.newContext({ baseURL, storageState: { cookies: [], origins: [] } });
  const invited = await context.request.post("/api/v1/invitations", { headers: BEARER, data: { role, namespaces: null } });
  const { url } = (await invited.json()) as { url: string };
  const accepted = await context.request.post("/api/v1/invitations/accept", { headers: { origin: baseURL }, data: { token: url.split("token=")[1], name, password: "a long enough password" } });
  expect(accepted.status(), await accepted.text()).toBe(201);
  return context;
}

test("an auditor follows a node to its record, reads it as it came, and takes the checkpoint along", async ({ browser, baseURL, request }) => {
  const { results } = await ask<{ results: { ref: string }[] }>(request, "/api/v1/search?kind=model&limit=1");
  const ref = results[0]!.ref;
  const context = await browserOf(browser, baseURL!, "auditor", "Ines Auditor");
  const page = await context.newPage();
  await page.goto("/ledger");
  await page.getByLabel("About").fill(ref);
  await page.getByRole("button", { name: "Show" }).click();
  const { sequence } = (await ask<Records>(request, recordsAbout(ref))).results[0]!;
  const row = page.getByRole("row").filter({ has: page.getByRole("rowheader", { name: new RegExp(`^${String(sequence).replace(/\B(?=(\d{3})+$)/g, ".?")}$`) }) });
  await expect(row).toContainText("model.registered");
  await expect(row).toContainText("In the graph");
  expect(await axeViolations(page)).toEqual([]);

  await row.getByRole("link").first().click();
  await expect(page.getByRole("heading", { level: 1, name: /^Record/ })).toBeVisible();
  const download = page.waitForEvent("download");
  await page.getByRole("link", { name: "Raw bytes" }).click();
  const bytes = readFileSync(await (await download).path(), "utf8");
  expect(JSON.parse((await page.getByLabel("Payload").textContent()) ?? "")).toEqual(JSON.parse(bytes));
  await expect(page.getByRole("button", { name: "Retract" })).toHaveCount(0);
  expect(await axeViolations(page)).toEqual([]);

  await page.getByRole("link", { name: "Ledger", exact: true }).first().click();
  const { size, root } = await ask<{ size: number; root: string }>(request, "/api/v1/log/checkpoint");
  await expect(page.getByText(root)).toBeVisible();
  expect(size).toBeGreaterThanOrEqual(sequence);
  await page.getByRole("link", { name: "Status" }).click();
  await expect(page.getByText("Events are taken, and the graph knows them all.")).toBeVisible();
  expect(await axeViolations(page)).toEqual([]);
  await page.getByRole("link", { name: "Dead letters" }).click();
  await expect(page.getByRole("heading", { name: "Every record is in the graph" })).toBeVisible();
  await context.close();
});

test("a steward takes a record back and gives it back, and the graph follows", async ({ browser, baseURL, request }) => {
  const event = { specversion: "1.0", id: "mistake", source: "/story", type: "dev.headwater.source.declared.v1", data: { namespace: "story", name: "sent_by_mistake", telemetry: "metrics", schema: [], trusted: true, at: "2026-11-01T00:00:00Z" } };
  const sent = await request.post("/api/v1/events", { headers: { ...BEARER, "content-type": "application/cloudevents+json" }, data: JSON.stringify(event) });
  const { sequence } = (await sent.json()) as { sequence: number };
  await ask(request, `/api/v1/nodes/${encodeURIComponent("dataset:story:sent_by_mistake")}?after=${sequence}`);

  const context = await browserOf(browser, baseURL!, "steward", "Sam Steward");
  const page = await context.newPage();
  const isKnown = async () => (await request.get(`/api/v1/nodes/${encodeURIComponent("dataset:story:sent_by_mistake")}`, { headers: BEARER })).status();
  await page.goto(`/ledger/${sequence}`);
  await page.getByRole("button", { name: "Retract" }).click();
  await expect(page.getByText("is gone at every instant")).toBeVisible();
  await page.getByRole("button", { name: /^Retract record/ }).click();
  await expect(page.getByText("Say why.")).toBeVisible();
  await page.getByLabel("Reason").fill("It was a test");
  await page.getByRole("button", { name: /^Retract record/ }).click();
  await expect(page.getByText("Taken back by")).toBeVisible();
  await expect(page.getByText("It was a test")).toBeVisible();
  await expect.poll(isKnown).toBe(404);
  expect(await axeViolations(page)).toEqual([]);

  await page.getByRole("button", { name: "Give back" }).click();
  await page.getByLabel("Reason").fill("It was right");
  await page.getByRole("button", { name: /^Give back record/ }).click();
  await expect(page.getByText("(taken back)")).toBeVisible();
  await expect.poll(isKnown).toBe(200);
  await context.close();
});
