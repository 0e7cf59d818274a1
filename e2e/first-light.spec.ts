import { ADMIN, axeViolations, expect, makeFirstAdmin, MODEL_OF_WORLD as MODEL, sendEvents, signIn, test, WORLD } from "./fixtures";
import { lineageHref as lineageOf } from "@/lib/page-hrefs";

test.describe.configure({ mode: "serial" });

test("a first administrator finds an empty home, and the first events change it", async ({ page, request }) => {
  await page.goto("/");
  await expect(page).toHaveURL(/\/setup$/);
  await makeFirstAdmin(page, process.env.HEADWATER_E2E_DATA ?? "");
  await expect(page.getByRole("heading", { name: "Nothing recorded yet" })).toBeVisible();
  expect(await axeViolations(page)).toEqual([]);
  await page.getByRole("button", { name: "Create token" }).click();
  await expect(page.getByRole("button", { name: "Copy token" })).toBeVisible();

  await sendEvents(request, WORLD);
  await expect(page.getByRole("heading", { name: "Here now" })).toBeVisible();
  await expect(page.getByRole("row", { name: /^Telemetry sources 3/ })).toBeVisible();
  await expect(page.getByRole("row", { name: /^Model versions 1/ })).toBeVisible();
});

test("a search leads to the lineage, an expansion adds to it, and a reload keeps the view", async ({ page }) => {
  await signIn(page);
  await expect(async () => {
    // until the page listens, the key goes nowhere
    await page.keyboard.press("/");
    await expect(page.getByRole("combobox", { name: "Search" })).toBeFocused({ timeout: 500 });
  }).toPass();
  await page.keyboard.type("latency-an");
  await expect(page.getByRole("option", { name: /latency-anomaly/ })).toBeVisible();
  await page.keyboard.press("Enter");

  await expect(page).toHaveTitle("Lineage of latency-anomaly@7 · Headwater");
  const tree = page.getByRole("tree", { name: "Lineage of latency-anomaly" });
  await expect(tree.getByRole("treeitem", { name: /latency_p99_15m/ }).first()).toBeVisible();
  await expect(tree.getByRole("treeitem", { name: /latency-watch/ })).toBeVisible();
  const card = page.locator(`[data-node="feature:ops:hourly/latency_p99_15m@1"]`);
  const before = await card.boundingBox();
  const counts = page.getByRole("status").filter({ hasText: "shown" });
  const shown = await counts.textContent();

  await card.getByRole("button", { name: /more upstream/, includeHidden: true }).click();
  await expect(tree.getByRole("treeitem", { name: /build_latency_p99_15m/ }).first()).toBeVisible();
  await expect(page).toHaveURL(/open=upstream/);
  expect(await counts.textContent()).not.toBe(shown);
  expect(await card.boundingBox()).toEqual(before);

  await tree.getByRole("treeitem", { name: /latency_p99_15m/ }).first().click();
  const details = page.getByRole("complementary", { name: "Details" });
  await expect(details.getByText("feature:ops:hourly/latency_p99_15m@1")).toBeVisible();
  // not what is drawn of them: names are cut to the room there is a moment after they are there
  const rows = () => tree.getByRole("treeitem").evaluateAll((items) => items.map((item) => item.getAttribute("data-key")));
  const kept = await rows();
  expect(kept.length).toBeGreaterThan(5);
  await page.reload();
  await expect(details.getByText("feature:ops:hourly/latency_p99_15m@1")).toBeVisible();
  expect(await rows()).toEqual(kept);

  await page.goBack();
  await expect(page).not.toHaveURL(/open=upstream/);
  await expect(tree.getByRole("treeitem", { name: /build_latency_p99_15m/ })).toHaveCount(0);
});

test("the outline does by key what the picture does by mouse", async ({ page }) => {
  await signIn(page);
  await page.goto(lineageOf(MODEL));
  const tree = page.getByRole("tree");
  const focused = page.locator(":focus");
  await tree.locator(`[tabindex="0"]`).focus();
  await expect(focused).toContainText("latency-anomaly");

  await page.keyboard.press("ArrowDown");
  await expect(focused).toHaveAttribute("aria-level", "2");
  await page.keyboard.press("Enter");
  await expect(focused).toHaveAttribute("aria-selected", "true");
  await expect(page.getByRole("complementary", { name: "Details" })).toBeVisible();
  await page.keyboard.press("e");
  await expect(page.getByRole("heading", { name: /^(Node|Edge)$/ })).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("complementary", { name: "Details" })).toHaveCount(0);
  await expect(focused).toHaveAttribute("role", "treeitem");

  const name = await focused.textContent();
  await page.keyboard.press("Shift+Enter");
  await expect(page.getByRole("heading", { level: 1 })).toContainText(name!.split("@")[0]!.slice(-5));
  await expect(page).not.toHaveURL(/latency-anomaly/);
});

test("an instant in the past shows what held then", async ({ page }) => {
  await signIn(page);
  await page.goto(lineageOf(MODEL));
  await expect(page.getByRole("treeitem", { name: /latency-watch/ })).toBeVisible();
  await page.getByLabel("As of").fill("2026-11-21 12:00");
  await page.getByRole("button", { name: "Show", exact: true }).click();
  await expect(page).toHaveURL(/asOf=2026-11-21T12%3A00%3A00Z/);
  await expect(page.getByRole("treeitem", { name: /latency-watch/ })).toHaveCount(0);
  await page.getByRole("button", { name: "Now" }).click();
  await expect(page.getByRole("treeitem", { name: /latency-watch/ })).toBeVisible();
  await page.getByLabel("As of").fill("yesterday");
  await page.keyboard.press("Enter");
  await expect(page.getByText("This is no time.")).toBeVisible();
});

test("a reference that nobody recorded reads like one that may not be seen", async ({ page }) => {
  await signIn(page);
  await page.goto(lineageOf("dataset:nowhere:nothing"));
  await expect(page.getByRole("heading", { name: "You may not see this node" })).toBeVisible();
});

for (const colorScheme of ["light", "dark"] as const) {
  test(`axe finds nothing wrong in the ${colorScheme} theme`, async ({ browser, baseURL }) => {
    const context = await browser.newContext({ colorScheme, baseURL, reducedMotion: "reduce" });
    const page = await context.newPage();
    await signIn(page);
    expect(await axeViolations(page)).toEqual([]);
    await page.getByRole("combobox", { name: "Search" }).fill("latency");
    await expect(page.getByRole("option").first()).toBeVisible();
    expect(await axeViolations(page)).toEqual([]);
    await page.goto(`${lineageOf(MODEL)}&selected=${encodeURIComponent(MODEL)}`);
    await expect(page.locator(`[data-node="${MODEL}"]`)).toBeVisible();
    await expect(page.getByText("Recorded facts")).toBeVisible();
    expect(await axeViolations(page)).toEqual([]);
    await context.close();
  });
}

test("on a narrow screen the outline is the view and the picture one tap away", async ({ browser, baseURL }) => {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, hasTouch: true, baseURL });
  const page = await context.newPage();
  await signIn(page);
  await page.goto(lineageOf(MODEL));
  await expect(page.getByRole("tree")).toBeVisible();
  await expect(page.locator(`[data-node="${MODEL}"]`)).toBeHidden();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  expect(await axeViolations(page)).toEqual([]);
  await page.getByRole("button", { name: "Picture" }).click();
  await expect(page.locator(`[data-node="${MODEL}"]`)).toBeInViewport({ ratio: 1 });
  await expect(page.getByRole("tree")).toBeHidden();
  await context.close();
});

test("the theme is remembered, and signing out closes the pages", async ({ page }) => {
  await page.emulateMedia({ colorScheme: "light" });
  await signIn(page);
  await page.getByRole("button", { name: "Switch between light and dark" }).click();
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  await page.reload();
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  await page.getByRole("button", { name: `account of ${ADMIN.name}` }).click();
  await page.getByRole("button", { name: "Sign out" }).click();
  await expect(page).toHaveURL(/\/sign-in/);
  await page.goto(lineageOf(MODEL));
  await expect(page).toHaveURL(/\/sign-in\?next=/);
});
