import type { Page } from "@playwright/test";
import { SOURCE } from "../all-pages";
import { ask, axeViolations, expect, test } from "../fixtures";
import { lineageHref } from "@/lib/page-hrefs";

const WINDOWS = "dataset:ops:training_windows";

/** The tree of a lineage view, with the focus on its start. */
async function openTree(page: Page, ref: string, name: string) {
  await page.goto(lineageHref(ref));
  const tree = page.getByRole("tree", { name: `Lineage of ${name}` });
  await expect(tree.getByRole("treeitem").first()).toBeVisible();
  await tree.locator(`[tabindex="0"]`).focus();
  return tree;
}

test("an engineer follows an edge to the raw event behind it, by keyboard", async ({ page, request }) => {
  const { edges } = await ask<{ edges: { from: string; to: string; confidence: string }[] }>(request, `/api/v1/graph?${new URLSearchParams({ ref: WINDOWS, direction: "upstream" })}`);
  const into = edges.find(({ to }) => to === WINDOWS)!;
  const evidence = await ask<{ runs: { count: number; ofJob: number }; results: { records: { sequence: number }[] }[] }>(request, `/api/v1/graph/edge?${new URLSearchParams({ from: into.from, to: into.to })}`);

  const tree = await openTree(page, WINDOWS, "training_windows");
  await page.keyboard.press("ArrowDown");
  await expect(tree.locator(":focus")).toContainText("export_training_windows");
  await page.keyboard.press("e");
  const details = page.getByRole("complementary", { name: "Details" });
  await expect(details.getByRole("heading", { name: "Edge" })).toBeFocused();
  await expect(details).toContainText(`${evidence.runs.count} of ${evidence.runs.ofJob} wrote it`);
  await expect(details).toContainText("The run wrote it");
  const runs = details.getByRole("region", { name: "Evidence" }).getByRole("button");
  await expect(runs.first()).toHaveAttribute("aria-pressed", "true");
  expect(await axeViolations(page)).toEqual([]);

  await runs.nth(1).focus();
  await page.keyboard.press("Enter");
  const sequence = evidence.results[1]!.records[0]!.sequence;
  const raw = details.getByRole("link", { name: "Raw event" });
  await expect(raw).toHaveAttribute("href", `/ledger/${sequence}`);
  await expect(details.getByLabel("Payload")).toContainText("eventType");
  await raw.focus();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(new RegExp(`/ledger/${sequence}$`));
  await expect(page.getByLabel("Payload")).toContainText("training_windows");
});

test("a data scientist opens columns and follows one upstream, and nothing that is drawn moves", async ({ page }) => {
  const tree = await openTree(page, WINDOWS, "training_windows");
  const places = () => page.locator("[data-node^='dataset:'], [data-node^='job:']").evaluateAll((cards) => Object.fromEntries(cards.map((card) => [card.getAttribute("data-node"), (card as HTMLElement).style.cssText])));
  const before = await places();
  await page.keyboard.press("c");
  const column = tree.getByRole("treeitem", { name: /^Column ec2_request_latency_system_failure/ });
  await expect(column).toBeVisible();
  await expect(page.locator(`[data-node="column:ops:training_windows/ec2_request_latency_system_failure"]`)).toBeVisible();
  expect(await places()).toMatchObject(before);

  await column.focus();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  await expect(tree.locator(":focus")).toContainText("1 more upstream");
  await page.keyboard.press("Enter");
  await expect(tree.getByRole("treeitem", { name: "Column value" })).toBeVisible();
  expect(await places()).toMatchObject(before);
  expect(await axeViolations(page)).toEqual([]);

  await tree.getByRole("treeitem", { name: "Column value" }).focus();
  await page.keyboard.press("Enter");
  const details = page.getByRole("complementary", { name: "Details" });
  await details.getByRole("region", { name: "Joined columns" }).getByRole("button", { name: "Observed" }).click();
  await expect(details).toContainText("Column lineage of the output");
  await expect(details.getByRole("region", { name: "Evidence" }).getByRole("button").first()).toBeVisible();
});

test("a definition among instances offers its newest to start from, and a run tells what it read and wrote", async ({ page }) => {
  await page.goto(lineageHref(SOURCE));
  await page.getByRole("button", { name: "Instances" }).click();
  const newest = page.getByRole("region", { name: "Newest batches" });
  await newest.getByRole("link").first().click();
  await expect(page).toHaveURL(/ref=batch/);
  await expect(page.getByRole("tree")).toBeVisible();

  await page.goto(lineageHref(WINDOWS));
  await page.getByRole("button", { name: "Instances" }).click();
  await page.getByRole("region", { name: "Newest batches" }).getByRole("link").first().click();
  const run = page.getByRole("tree").getByRole("treeitem", { name: /Run/ }).first();
  await run.click();
  const details = page.getByRole("complementary", { name: "Details" });
  await expect(details.getByRole("region", { name: "Inputs" }).getByRole("link").first()).toBeVisible();
  await expect(details.getByRole("region", { name: "Outputs" })).toContainText("training_windows");
});
