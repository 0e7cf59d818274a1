import type { Page } from "@playwright/test";
import { expect, newest, test } from "../fixtures";

/** Presses Tab until the focus is on what has this role and name. */
async function tabTo(page: Page, role: "link" | "button" | "textbox" | "combobox", name: string | RegExp): Promise<void> {
  const wanted = page.getByRole(role, { name }).first();
  await expect(wanted).toBeVisible();
  for (let presses = 0; presses < 80; presses++) {
    if (await wanted.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press("Tab");
  }
  await expect(wanted).toBeFocused();
}

/** Opens the search of any page by its key, and chooses the first that matches. */
async function find(page: Page, words: string): Promise<void> {
  await expect(async () => {
    // until the page listens, the key goes nowhere
    await page.keyboard.press("Control+k");
    await expect(page.getByRole("combobox", { name: "Search" })).toBeFocused({ timeout: 500 });
  }).toPass();
  await page.keyboard.type(words);
  await expect(page.getByRole("option").first()).toBeVisible();
  await page.keyboard.press("Enter");
}

test("the three uses, with the keyboard alone", async ({ page, request }) => {
  test.setTimeout(120_000);
  await test.step("browse", async () => {
    await page.goto("/");
    await find(page, "request_latency");
    const tree = page.getByRole("tree", { name: "Lineage of ec2_request_latency_system_failure" });
    await expect(tree).toBeVisible();
    await tree.locator(`[tabindex="0"]`).focus();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await expect(page.getByRole("complementary", { name: "Details" })).toBeVisible();
    await page.keyboard.press("Escape");
  });
  await test.step("impact", async () => {
    await tabTo(page, "link", "Impact");
    await page.keyboard.press("Enter");
    await expect(page).toHaveURL(/\/impact/);
    await expect(page.getByRole("heading", { level: 1, name: /ec2_request_latency_system_failure|what/i })).toBeVisible();
  });
  await test.step("incident", async () => {
    const prediction = await newest(request, "prediction");
    await page.goto("/lineage");
    await find(page, prediction.split(":")[2]!);
    await expect(page).toHaveURL(/\/predictions\//);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await tabTo(page, "link", "Open in lineage");
    await page.keyboard.press("Enter");
    await expect(page.getByRole("tree")).toBeVisible();
  });
});
