import { lineageHref } from "@/lib/page-hrefs";
import { MODEL } from "../all-pages";
import { ask, axeViolations, expect, test } from "../fixtures";

const DEPLOYMENT = "deployment:ops:prod/latency-anomaly";

test("an engineer goes back to the change before, and compares, with the keyboard alone", async ({ page }) => {
  test.slow();
  await page.goto(lineageHref(DEPLOYMENT));
  const tree = page.getByRole("tree", { name: "Lineage of prod/latency-anomaly" });
  await tree.getByRole("treeitem").first().focus();
  const thumb = page.getByRole("slider", { name: "Instant looked at" });
  await expect(thumb).toHaveAttribute("aria-valuetext", "The present");

  // one change back, from the outline
  await page.keyboard.press("[");
  await expect(page).toHaveURL(/asOf=/);
  await expect(thumb).toHaveAttribute("aria-valuetext", /^2026-.* UTC$/);
  const once = new URL(page.url()).searchParams.get("asOf")!;

  // and once more, on the track; the focus stays where it is
  await thumb.focus();
  await page.keyboard.press("ArrowLeft");
  await expect(page).not.toHaveURL(new RegExp(encodeURIComponent(once)));
  await expect(thumb).toBeFocused();
  await page.keyboard.press("End");
  await expect(page).not.toHaveURL(/asOf=/);

  // in a field a bracket is only a bracket
  await page.getByLabel("As of").focus();
  await page.keyboard.type("[");
  await expect(page.getByLabel("As of")).toHaveValue("[");
  await expect(page).not.toHaveURL(/asOf=/);

  await page.getByRole("button", { name: "Compare" }).focus();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/compare=/);
  await expect(page.getByRole("button", { name: "Compare" })).toHaveAttribute("aria-pressed", "true");
  const panel = page.getByRole("complementary", { name: "Comparison" });
  await expect(panel.getByRole("listitem").first()).toBeVisible();
  await expect(page.getByRole("slider", { name: /the (earlier|later) instant$/ })).toHaveCount(2);
  expect(await axeViolations(page)).toEqual([]);

  // a row leads to the details, Escape back to the list
  await panel.getByRole("listitem").first().getByRole("button").focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("complementary", { name: "Details" }).getByText("Compared")).toBeVisible();
  await page.getByRole("button", { name: "Close details" }).focus();
  await page.keyboard.press("Enter");
  await panel.getByRole("button", { name: "Stop comparing" }).focus();
  await page.keyboard.press("Enter");
  await expect(page).not.toHaveURL(/compare=/);
});

test("the list, the outline and the interface tell the same differences", async ({ page, request }) => {
  const [from, to] = ["2020-01-01T00:00:00Z", "2030-01-01T00:00:00Z"];
  const answer = await ask<{ nodes: { change?: { kind: string } }[]; there: { with: boolean } }>(request, `/api/v1/graph/compare?${new URLSearchParams({ ref: MODEL, direction: "both", limit: "150", with: from, asOf: to })}`);
  const added = answer.nodes.filter(({ change }) => change?.kind === "added").length;
  expect([answer.there.with, added > 0]).toEqual([false, true]);
  await page.goto(`${lineageHref(MODEL, to)}&compare=${encodeURIComponent(from)}`);
  const panel = page.getByRole("complementary", { name: "Comparison" });
  await expect(panel.getByText("everything is added")).toBeVisible();
  await expect(panel.getByRole("list", { name: new RegExp(`^Added, ${added} nodes`) })).toBeVisible();
  await expect(page.getByRole("treeitem").first()).toContainText("added");
});

test("the details of a prediction tell what changed upstream in the day before it", async ({ page, request }) => {
  const { results } = await ask<{ results: { ref: string }[] }>(request, "/api/v1/search?kind=prediction&limit=1");
  const ref = results[0]!.ref;
  const { changes } = await ask<{ changes: unknown[] }>(request, `/api/v1/changes?${new URLSearchParams({ ref, plane: "definition", limit: "100" })}`);
  await page.goto(`${lineageHref(ref)}&selected=${encodeURIComponent(ref)}`);
  const region = page.getByRole("region", { name: "What changed upstream" });
  await region.getByRole("button").click();
  await expect(region.getByText(/^\d{4}-.* to \d{4}-/)).toBeVisible();
  await expect(region.getByRole("listitem")).toHaveCount(changes.length);
});
