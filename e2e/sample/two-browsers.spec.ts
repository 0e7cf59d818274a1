import type { Page } from "@playwright/test";
import { ADMIN, expect, signIn, test } from "../fixtures";
import { lineageHref } from "@/lib/page-hrefs";
import { MODEL } from "../all-pages";

// sessions of their own: signing out must not end the one that the other stories share
test.use({ storageState: { cookies: [], origins: [] } });

test("two browsers of one person do not disturb each other", async ({ browser, baseURL }) => {
  const [first, second] = await Promise.all(["light", "dark"].map((colorScheme) => browser.newContext({ baseURL, colorScheme: colorScheme as "light" | "dark" })));
  const [one, other] = await Promise.all([first!.newPage(), second!.newPage()]);
  await signIn(one);
  await signIn(other);
  await one.goto(lineageHref(MODEL));
  await other.goto(lineageHref(MODEL));
  const counts = (page: Page) => page.getByRole("status").filter({ hasText: "shown" });
  const shown = (await counts(other).textContent()) ?? "";
  await one.getByRole("button", { name: "One hop more" }).click();
  await expect(counts(one)).not.toHaveText(shown);
  await expect(counts(other)).toHaveText(shown);

  await one.getByRole("button", { name: "Switch between light and dark" }).click();
  await expect(one.locator("html")).toHaveAttribute("data-theme", "dark");
  await expect(other.locator("html")).not.toHaveAttribute("data-theme");

  await one.getByRole("button", { name: `account of ${ADMIN.name}` }).click();
  await one.getByRole("button", { name: "Sign out" }).click();
  await expect(one).toHaveURL(/\/sign-in/);
  await other.reload();
  await expect(other.getByRole("treeitem").first()).toBeVisible();
  await Promise.all([first!.close(), second!.close()]);
});
