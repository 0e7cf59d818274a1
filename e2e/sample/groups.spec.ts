import { MODEL, SOURCE } from "../all-pages";
import { ask, axeViolations, expect, test } from "../fixtures";

type Overview = { groups: { id: string; size: number | null; by: string }[]; counts: { total: number } };

test("from the whole registry to one prediction in two clicks", async ({ page, request }) => {
  await page.goto("/lineage");
  await expect(page.getByRole("heading", { level: 1, name: "All lineage" })).toBeVisible();
  const { groups } = await ask<Overview>(request, "/api/v1/overview");
  const tree = page.getByRole("tree", { name: "Lineage in groups" });
  await expect(tree.getByRole("treeitem")).toHaveCount(groups.length);
  expect(await axeViolations(page)).toEqual([]);

  await page.getByRole("region", { name: "Picture" }).locator(`[data-node^="prediction:"] button`).first().click();
  await page.getByRole("region", { name: "Picture" }).locator(`[data-node^="prediction:"] li button`).first().click();
  await expect(page).toHaveURL(/\/predictions\//);
});

test("the same by key, in the outline", async ({ page }) => {
  await page.goto("/lineage");
  const tree = page.getByRole("tree", { name: "Lineage in groups" });
  await tree.locator(`[tabindex="0"]`).focus();
  await page.keyboard.press("End");
  await expect(tree.getByRole("treeitem").last()).toBeFocused();
  await page.keyboard.press("ArrowRight");
  await expect(page).toHaveURL(/in=prediction/);
  await expect(tree.getByRole("treeitem", { level: 2 }).first()).toBeVisible();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/predictions\//);
});

test("a group opens in place, turns its pages and closes, and nothing else moves", async ({ page }) => {
  await page.goto("/lineage?group=kind");
  const picture = page.getByRole("region", { name: "Picture" });
  const places = () => picture.locator("[data-node]").evaluateAll((cards) => cards.map((card) => [card.getAttribute("data-node"), (card as HTMLElement).style.left, (card as HTMLElement).style.top]));
  const group = picture.locator(`[data-node="feature:"]`);
  await expect(group).toBeVisible();
  const before = await places();
  await group.locator("button").first().click();
  await expect(group.locator("li")).not.toHaveCount(0);
  const first = await group.locator("li").first().textContent();
  expect(await places()).toEqual(before);
  await group.getByText("Next 8").click();
  await expect(group.locator("li").first()).not.toHaveText(first ?? "");
  expect(await places()).toEqual(before);
  await page.goBack();
  await expect(group.locator("li").first()).toHaveText(first ?? "");
  await group.locator("button").first().click();
  await expect(group.locator("li")).toHaveCount(0);
  expect(await places()).toEqual(before);
});

test("a lineage is put together by the menu, and what is selected is told in the details", async ({ page }) => {
  await page.goto(`/lineage?ref=${encodeURIComponent(SOURCE)}&depth=10`);
  await page.getByRole("button", { name: "Group", exact: true }).click();
  await page.getByRole("menuitemradio", { name: "Kind", exact: true }).click();
  await expect(page).toHaveURL(/group=kind/);
  await expect(page.getByRole("status").filter({ hasText: "shown" })).toContainText("in groups");
  const tree = page.getByRole("tree", { name: /^Lineage of/ });
  await tree.getByRole("treeitem", { name: /Features/ }).first().click();
  const details = page.getByRole("complementary", { name: "Details" });
  await expect(details.getByRole("heading", { name: "Group" })).toBeVisible();
  await details.getByRole("button", { name: "Open in place" }).click();
  await expect(details.getByRole("region", { name: "Members" }).getByRole("listitem").first()).toBeVisible();
  expect(await axeViolations(page)).toEqual([]);
});

test("a model version's predictions are one card with the newest, and a click opens one", async ({ page, request }) => {
  const { total } = await ask<{ total: number }>(request, `/api/v1/nodes/${encodeURIComponent(MODEL)}/predictions?limit=1`);
  for (const plane of ["", "&plane=instance"]) {
    await page.goto(`/lineage?ref=${encodeURIComponent(MODEL)}${plane}`);
    const card = page.getByRole("region", { name: "Picture" }).locator(`[data-node="predictions"]`);
    await expect(card.locator("li")).toHaveCount(8);
    await expect(card.getByText(/more$/)).toHaveText(`${String(total - 8).replace(/\B(?=(\d{3})+$)/g, "\u2009")} more`);
  }
  const card = page.getByRole("region", { name: "Picture" }).locator(`[data-node="predictions"]`);
  const first = await card.locator("li").first().textContent();
  await card.getByText("Next 8").click();
  await expect(card.locator("li").first()).not.toHaveText(first ?? "");
  await card.locator("li button").first().click();
  await expect(page).toHaveURL(/\/predictions\//);
});

test("an address with groups that nobody knows is forgiven", async ({ page }) => {
  await page.goto("/lineage?group=colour&in=nonsense&in=%3A%25");
  await expect(page.getByRole("tree", { name: "Lineage in groups" })).toBeVisible();
  await page.goto(`/lineage?ref=${encodeURIComponent(SOURCE)}&group=owner&in=up~nothing`);
  await expect(page.getByRole("tree", { name: /^Lineage of/ })).toBeVisible();
});
