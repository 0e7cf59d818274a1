import { ask, axeViolations, expect, test } from "../fixtures";

type Found = { results: { ref: string; kind: string; name: string }[]; total: number };
type Node = { name: string; records: { items: { sequence: number }[] } };

const KINDS = ["source", "dataset", "featuregroup", "feature", "model", "deployment", "job", "jobversion", "run", "batch", "featureset", "prediction", "column", "party"];

test("every kind of node has a page that says what it is and which records it rests on", async ({ page, request }) => {
  test.setTimeout(240_000);
  for (const kind of KINDS) {
    await test.step(kind, async () => {
      const { results } = await ask<Found>(request, `/api/v1/search?kind=${kind}&limit=1`);
      const ref = results[0]!.ref;
      const node = await ask<Node>(request, `/api/v1/nodes/${encodeURIComponent(ref)}`);
      await page.goto(`/nodes/${encodeURIComponent(ref)}`);
      await expect(page.getByRole("heading", { level: 1 })).toContainText(node.name);
      await expect(page.getByRole("heading", { name: "Facts" })).toBeVisible();
      const newest = node.records.items[0];
      if (newest) await expect(page.getByRole("link", { name: /^Record / }).first()).toHaveAttribute("href", `/ledger/${newest.sequence}`);
      expect(await axeViolations(page)).toEqual([]);
    });
  }
});

test("a data scientist finds a model version in the registry and sees what it uses", async ({ page, request }) => {
  const { total } = await ask<Found>(request, "/api/v1/search?kind=model&limit=1");
  await page.goto("/registry");
  await page.getByRole("navigation", { name: "Kinds" }).getByRole("link", { name: /^Model versions/ }).click();
  await expect(page.getByRole("heading", { name: "Model versions" })).toBeVisible();
  await expect(page.getByText(`All ${total} shown`)).toBeVisible();
  await page.getByLabel("Part of a name").fill("latency");
  await page.getByRole("button", { name: "Filter" }).click();
  await page.getByRole("table").getByRole("link", { name: /latency-anomaly/ }).first().click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("latency-anomaly");
  await expect(page.getByRole("region", { name: "Consumes" }).getByRole("link").first()).toBeVisible();
  await page.getByRole("link", { name: /^Predictions/ }).first().click();
  await expect(page.getByRole("region", { name: "Predictions, newest first" })).toBeVisible();
  expect(await axeViolations(page)).toEqual([]);
});

test("a node that is not there, and an instant before everything, are said and lead back", async ({ page, request }) => {
  await page.goto("/nodes/dataset%3Anowhere%3Anothing");
  await expect(page.getByRole("heading", { name: "You may not see this node" })).toBeVisible();

  const { results } = await ask<Found>(request, "/api/v1/search?kind=source&limit=1");
  await page.goto(`/nodes/${encodeURIComponent(results[0]!.ref)}?tab=batches&asOf=2000-01-01T00:00:00Z`);
  await expect(page.getByText("No batch is recorded.")).toBeVisible();
  await page.getByRole("link", { name: "Look at now" }).click();
  await expect(page.getByRole("region", { name: "Batches, newest first" })).toBeVisible();
});
