import { SOURCE } from "../all-pages";
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
