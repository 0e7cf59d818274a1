import type { Page } from "@playwright/test";
import { lineageHref } from "@/lib/page-hrefs";
import { MODEL, SOURCE } from "../all-pages";
import { ask, axeViolations, expect, test } from "../fixtures";

test("a data scientist browses from a telemetry source to what it feeds", async ({ page, request }) => {
  await page.goto("/");
  await page.getByRole("combobox", { name: "Search" }).fill("request_latency");
  await page.getByRole("option").first().click();
  await expect(page).toHaveURL(new RegExp(`/lineage\\?ref=${encodeURIComponent(SOURCE)}`));
  const tree = page.getByRole("tree", { name: "Lineage of ec2_request_latency_system_failure" });
  await expect(tree.getByRole("treeitem").first()).toBeVisible();

  const { counts } = await ask<{ counts: { shown: number } }>(request, `/api/v1/graph?${new URLSearchParams({ ref: SOURCE, direction: "both", depth: "1" })}`);
  await expect(page.getByRole("status").filter({ hasText: "shown" })).toContainText(`${counts.shown} of`);
  expect(await axeViolations(page)).toEqual([]);
});

/** How many nodes the picture says it shows. */
const shown = (page: Page) => page.getByRole("status").filter({ hasText: "shown" }).locator("b");

/** Where each card lies, by its node. */
const places = (page: Page) => page.locator("[data-node].absolute").evaluateAll((cards) => Object.fromEntries(cards.map((card) => [card.getAttribute("data-node"), `${(card as HTMLElement).style.left} ${(card as HTMLElement).style.top}`])));

test("an engineer shapes the picture with the keyboard alone, and nothing that stays moves", async ({ page }) => {
  await page.goto(lineageHref(MODEL));
  const tree = page.getByRole("tree");
  await tree.locator(`[tabindex="0"]`).focus();
  const before = Number(await shown(page).textContent());
  const then = await places(page);

  await page.keyboard.press("ArrowDown");
  const first = page.locator(`[role="treeitem"]:focus`);
  const name = await first.getAttribute("data-row");
  await page.keyboard.press("h");
  await expect(shown(page)).toHaveText(String(before - 1));
  await expect(page.getByRole("status").filter({ hasText: "1 hidden by you" })).toBeVisible();
  const hidden = await places(page);
  for (const [node, place] of Object.entries(hidden)) expect(place).toBe(then[node]);
  expect(hidden).not.toHaveProperty([name!]);

  await page.keyboard.press("Control+z");
  await expect(shown(page)).toHaveText(String(before));
  await page.keyboard.press("Control+Shift+z");
  await expect(shown(page)).toHaveText(String(before - 1));
  await page.getByRole("button", { name: "Show again" }).click();
  await expect(shown(page)).toHaveText(String(before));

  await tree.locator(`[data-row="${name}"]`).first().focus();
  await page.keyboard.press("*");
  await expect.poll(async () => Number(await shown(page).textContent())).toBeGreaterThan(before);
  const far = await places(page);
  for (const [node, place] of Object.entries(then)) expect(far[node]).toBe(place);
  await page.keyboard.press("-");
  await expect.poll(async () => Number(await shown(page).textContent())).toBeLessThan(Object.keys(far).length);

  await page.keyboard.press("?");
  await expect(page.getByRole("dialog", { name: "Keys" })).toBeVisible();
  await page.keyboard.press("Escape");
  await page.keyboard.press("f");
  await expect(page.getByRole("textbox", { name: "Find in the picture" })).toBeFocused();
});

test("an engineer finds all the ways from a source to the model that it ends in", async ({ page, request }) => {
  const answer = await ask<{ total: number; paths: string[][] }>(request, `/api/v1/paths?${new URLSearchParams({ from: SOURCE, to: MODEL })}`);
  expect(answer.total).toBeGreaterThan(0);
  await page.goto(`${lineageHref(MODEL)}&open=${encodeURIComponent(`upstream*:${MODEL}`)}&selected=${encodeURIComponent(SOURCE)}`);
  await expect(page.getByRole("complementary", { name: "Details" })).toBeVisible();
  await page.getByRole("tree").locator(`[data-row="${MODEL}"]`).first().focus();
  await page.keyboard.press("p");
  const ways = page.getByRole("list", { name: "Ways, shortest first" });
  await expect(ways.locator("> li")).toHaveCount(Math.min(20, answer.paths.length));
  await expect(page.getByRole("complementary", { name: "Ways" }).getByRole("status")).toContainText(`${answer.total} way`);
  const lengths = await ways.locator("> li").evaluateAll((items) => items.map((item) => item.querySelectorAll("li").length));
  expect(lengths).toEqual([...lengths].sort((a, b) => a - b));
  expect(await axeViolations(page)).toEqual([]);
});

test("the menu of a card hides it, and the filter leaves out a kind and joins what is left", async ({ page }) => {
  await page.goto(lineageHref(MODEL));
  const cards = page.locator("[data-node].absolute");
  await expect(cards.first()).toBeVisible();
  const other = cards.filter({ hasText: "Feature" }).first();
  const id = await other.getAttribute("data-node");
  await other.click({ button: "right" });
  await page.getByRole("menuitem", { name: "Hide" }).click();
  await expect(page.locator(`.absolute[data-node="${id}"]`)).toHaveCount(0);
  await page.goBack();
  await expect(page.locator(`.absolute[data-node="${id}"]`)).toHaveCount(1);

  await page.getByRole("button", { name: /^Filter/ }).click();
  const filter = page.getByRole("dialog", { name: "Filter the picture" });
  await filter.getByRole("checkbox", { name: /^Model versions/ }).check();
  await expect(page).toHaveURL(/kind=model/);
  await expect(page.getByRole("status").filter({ hasText: "left out by the filter" })).toBeVisible();
  await expect(cards.filter({ hasText: "Feature" })).toHaveCount(0);
  expect(await axeViolations(page)).toEqual([]);
  await filter.getByRole("button", { name: "Clear" }).click();
  await expect(page.locator(`.absolute[data-node="${id}"]`)).toHaveCount(1);
});
