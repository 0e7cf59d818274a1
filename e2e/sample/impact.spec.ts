import type { Page } from "@playwright/test";
import { ask, axeViolations, expect, test } from "../fixtures";

type Impact = { nodes: { ref: string | null; kind: string; class: string; reason: string }[]; classes: Record<"lost" | "degraded" | "doubtful", number>; definitions: { unaffected: number }; counts: { total: number } };

const LATENCY = "dataset:aws:ec2_request_latency_system_failure";
const LOAD_BALANCER = "dataset:aws:elb_request_count_8c0756";
const impactOf = (...refs: string[]) => `?${new URLSearchParams(refs.map((ref) => ["ref", ref]))}`;
/** Figures as the page writes them, with thin spaces. */
const plain = (text: string | null) => Number((text ?? "").replaceAll("\u2009", ""));

test("an engineer sees what breaks before a source is retired", async ({ page, request }) => {
  const answer = await ask<Impact>(request, `/api/v1/impact${impactOf(LATENCY)}`);
  expect(answer.classes.lost).toBeGreaterThan(0);
  await page.goto(`/lineage${impactOf(LATENCY)}`);
  await page.getByRole("link", { name: "Impact", exact: true }).last().click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Impact of losing ec2_request_latency_system_failure");
  await expect(page.getByText("Nothing has changed.")).toBeVisible();

  // figures, table and picture tell the interface's answer, to the unit
  const tiles = page.getByRole("group", { name: "How it is hit" });
  for (const [word, count] of [["Lost", answer.classes.lost], ["Degraded", answer.classes.degraded], ["Doubtful", answer.classes.doubtful]] as const) {
    const button = tiles.getByRole("button", { name: new RegExp(`^${word}`) });
    expect(plain(await button.locator(".text-24").textContent())).toBe(count);
  }
  expect(plain(await tiles.getByText("Unaffected").locator("xpath=..").locator(".text-24").textContent())).toBe(answer.definitions.unaffected);
  const rows = page.getByRole("region", { name: "Affected" }).getByRole("row");
  await expect(rows).toHaveCount(answer.counts.total + 1);
  const drawn = answer.counts.total - (await notDrawn(page, answer));
  await expect(page.getByText(`${drawn} of ${answer.counts.total} affected drawn.`)).toBeVisible();
  expect(await axeViolations(page)).toEqual([]);

  // a class is listed alone, and the address keeps it
  await tiles.getByRole("button", { name: /^Lost/ }).click();
  await expect(rows).toHaveCount(answer.classes.lost + 1);
  await expect(page).toHaveURL(/class=lost/);
  await page.reload();
  await expect(rows).toHaveCount(answer.classes.lost + 1);
  const lost = answer.nodes.find((node) => node.class === "lost" && node.kind === "model");
  await expect(rows.filter({ hasText: lost!.reason }).first()).toContainText("Lost");

  // the load balancer's loss is milder: a fallback is declared
  const milder = await ask<Impact>(request, `/api/v1/impact${impactOf(LOAD_BALANCER)}`);
  expect(milder.classes.lost).toBe(0);
  await page.goto(`/impact${impactOf(LOAD_BALANCER)}`);
  await expect(tiles.getByRole("button", { name: /^Lost/ })).toBeDisabled();
  await expect(rows.filter({ hasText: "Falls back to ec2_network_in_257a54" }).first()).toContainText("Degraded");
});

/** The cards of the picture are those of the answer: how many of its nodes have none. */
async function notDrawn(page: Page, { nodes }: Impact): Promise<number> {
  await expect(page.locator("[data-node]").first()).toBeVisible();
  const cards = new Set(await page.locator("[data-node]").evaluateAll((elements) => elements.map((element) => element.getAttribute("data-node"))));
  for (const card of cards) if (card !== LATENCY) expect(nodes.map(({ ref }) => ref)).toContain(card);
  return nodes.filter(({ ref }) => !cards.has(ref)).length;
}

test("what goes together is asked together, by keyboard, and an unknown thing is not told from an unseen one", async ({ page, request }) => {
  await page.goto("/impact");
  await expect(page.getByRole("combobox", { name: "Search for what is lost" })).toBeFocused();
  await page.keyboard.type("request_latency_system");
  await expect(page.getByRole("option").first()).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1 })).toContainText("ec2_request_latency_system_failure");
  await page.getByRole("button", { name: "Lose another too" }).focus();
  await page.keyboard.press("Enter");
  await page.keyboard.type("elb_request_count");
  await expect(page.getByRole("option").first()).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Impact of losing 2 things");
  const both = await ask<Impact>(request, `/api/v1/impact${impactOf(LATENCY, LOAD_BALANCER)}`);
  await expect(page.getByRole("region", { name: "Affected" }).getByRole("row")).toHaveCount(both.counts.total + 1);
  await page.getByRole("link", { name: "Keep elb_request_count_8c0756" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("ec2_request_latency_system_failure");

  await page.goto(`/impact${impactOf("dataset:nowhere:nothing")}`);
  await expect(page.getByRole("heading", { name: "You may not see this node" })).toBeVisible();
});

test("on a narrow screen the table is a list, and the picture one tap away", async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(`/impact${impactOf(LATENCY)}`);
  await expect(page.getByRole("region", { name: "Affected" })).toBeVisible();
  await expect(page.locator(`[data-node="${LATENCY}"]`)).toBeHidden();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  expect(await axeViolations(page)).toEqual([]);
  await page.getByRole("button", { name: "Picture", exact: true }).click();
  await expect(page.locator(`[data-node="${LATENCY}"]`)).toBeVisible();
});

test("home says what is here, what departs from normal, and leads to each question", async ({ page, request }) => {
  await page.goto("/");
  const { total } = await ask<{ total: number }>(request, "/api/v1/search?kind=prediction&limit=1");
  await expect(page.getByRole("row", { name: /^Predictions/ })).toContainText(String(total).replace(/\B(?=(\d{3})+$)/g, "\u2009"));
  await expect(page.getByRole("heading", { name: "Needs attention" })).toBeVisible();
  await expect(page.getByRole("heading", { name: "Freshness" })).toBeVisible();
  const sources = await ask<{ total: number }>(request, "/api/v1/search?kind=source&limit=1");
  // the twenty that have been late longest
  await expect(page.getByRole("img", { name: /of 48 half hours/ })).toHaveCount(Math.min(sources.total, 20));
  expect(await axeViolations(page)).toEqual([]);
  await page.getByRole("navigation", { name: "Ways in" }).getByRole("link", { name: /Check impact/ }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("What breaks without it?");
});
