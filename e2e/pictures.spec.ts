import { expect, MODEL_OF_WORLD, signIn, SOURCE_OF_WORLD, test } from "./fixtures";
import { impactHref, lineageHref } from "@/lib/page-hrefs";

// after first-light.spec.ts, whose small world these pages show; its times are fixed
test.skip(process.platform !== "linux", "the reference pictures were taken on Linux");

/** Cards tell ages: of now they would be others every day. */
const LOOKED_AT = "2026-11-23T00:00:00Z";

for (const colorScheme of ["light", "dark"] as const) {
  test.describe(`${colorScheme} pictures`, () => {
    test.use({ colorScheme, viewport: { width: 1280, height: 800 }, contextOptions: { reducedMotion: "reduce" } });

    test("sign-in, lineage and impact look as they did", async ({ page }) => {
      await page.goto("/sign-in");
      await expect(page.getByRole("button", { name: "Sign in" })).toBeEnabled();
      await expect(page).toHaveScreenshot(`sign-in-${colorScheme}.png`);
      await signIn(page);
      for (const [name, path] of [["lineage", lineageHref(MODEL_OF_WORLD, LOOKED_AT)], ["impact", impactHref([SOURCE_OF_WORLD])]] as const) {
        await page.goto(path);
        await expect(page.locator("[data-node]").first()).toBeVisible();
        // what the graph knew is told with the time of this run, and the track ends with now
        await expect(page).toHaveScreenshot(`${name}-${colorScheme}.png`, { mask: [page.getByText(/^Graph at record/), page.getByRole("group", { name: "Time" }), page.getByText(/^This answer is/)] });
      }
    });
  });
}
