import { allPages, type SamplePage } from "../all-pages";
import { axeViolations, expect, newest, test } from "../fixtures";

const LOOKS = [
  { name: "wide and light", colorScheme: "light", viewport: { width: 1440, height: 900 } },
  { name: "narrow and dark", colorScheme: "dark", viewport: { width: 390, height: 844 } },
] as const;

let pages: SamplePage[];
test.beforeAll(async ({ request }) => {
  pages = await allPages((kind) => newest(request, kind));
});

for (const { name, ...look } of LOOKS) {
  test.describe(`every page, ${name}`, () => {
    test.use({ ...look, contextOptions: { reducedMotion: "reduce" } });

    test("has one heading, no sideways scroll, nothing that axe finds, and nothing that moves", async ({ page }) => {
      test.setTimeout(240_000);
      for (const { name: title, path } of pages) {
        await test.step(title, async () => {
          const answer = await page.goto(path);
          expect.soft(answer?.status()).toBe(200);
          await expect.soft(page.getByRole("heading", { level: 1 })).toHaveCount(1);
          expect.soft(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(look.viewport.width);
          expect.soft(await axeViolations(page)).toEqual([]);
          expect.soft(await page.evaluate(() => document.getAnimations().filter((it) => Number(it.effect?.getComputedTiming().duration) > 0).length)).toBe(0);
        });
      }
    });
  });
}

test("the first Tab on every page reaches the way to the content, and Enter leads there", async ({ page }) => {
  test.setTimeout(120_000);
  const skip = page.getByRole("link", { name: "Skip to content" });
  for (const { name, path, field } of pages) {
    await test.step(name, async () => {
      await page.goto(path);
      if (field) {
        // who starts in a field finds the link before it
        await expect(page.getByRole("combobox", { name: field })).toBeFocused();
        await skip.focus();
      } else await page.keyboard.press("Tab");
      await expect(skip).toBeFocused();
      await expect(page.locator('#main[aria-busy="true"]')).toHaveCount(0);
      await page.keyboard.press("Enter");
      await expect(page).toHaveURL(/#main$/);
      await page.keyboard.press("Tab");
      expect(await page.evaluate(() => document.activeElement?.closest("#main") !== null)).toBe(true);
    });
  }
});
