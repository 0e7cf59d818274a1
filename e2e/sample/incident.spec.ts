import type { APIRequestContext, Locator, Page } from "@playwright/test";
import { ask, axeViolations, expect, sendEvents, test } from "../fixtures";

type Named = { ref: string; name: string };
type Provenance = {
  prediction: Named & { trace: string; facts: { output: { score: number } } };
  model: Named & { version: string; facts: { training: { run: { codeVersion: string } } } };
  featureSets: (Named & { features: string[] })[];
  batches: Named[];
  trusted: string;
  trust: { source: string; trusted: boolean }[];
};

const panel = (page: Page, title: string): Locator => page.locator("section", { has: page.getByRole("heading", { name: title }) });
const pageOf = (id: string) => `/predictions/${encodeURIComponent(id)}`;

/** The newest prediction that an untrusted channel had a part in. */
async function untrustedPrediction(request: APIRequestContext): Promise<Provenance> {
  const { results } = await ask<{ results: Named[] }>(request, "/api/v1/search?kind=prediction&limit=40");
  for (const { ref } of results) {
    const provenance = await ask<Provenance>(request, `/api/v1${pageOf(ref)}/provenance`);
    if (provenance.trusted === "no") return provenance;
  }
  throw new Error("the sample holds no prediction with an untrusted channel among its newest");
}

test("an on-call engineer goes from a prediction id to the telemetry, code and model behind it", async ({ page, request }) => {
  const { prediction, model, featureSets, batches, trust } = await untrustedPrediction(request);
  await page.goto("/incidents");
  await page.getByLabel("Prediction ID or trace ID").fill(`  ${prediction.name}\n`);
  await page.getByRole("button", { name: "Open", exact: true }).click();
  await expect(page).toHaveURL(new RegExp(`${pageOf(prediction.name)}$`));

  await expect(page.getByRole("heading", { level: 1 })).toContainText(String(prediction.facts.output.score));
  const path = panel(page, "What made this prediction");
  await expect(path).toContainText(`${batches.length} windows`);
  await expect(path.getByRole("link", { name: model.name }).first()).toBeVisible();
  await expect(path.getByText(model.facts.training.run.codeVersion)).toBeVisible();
  for (const source of new Set(batches.map(({ name }) => name))) await expect(path.getByRole("link", { name: source })).toBeVisible();
  const feature = featureSets[0]!.features[0]!.split("/").at(-1)!;
  await expect(page.getByRole("table", { name: "Feature values" }).getByRole("link", { name: feature })).toBeVisible();

  const untrusted = trust.find(({ trusted }) => !trusted)!.source.split(":").at(-1)!;
  const channels = panel(page, "Trusted channels");
  await expect(channels.getByRole("listitem").first()).toContainText(untrusted);
  await expect(channels.getByRole("listitem").first()).toContainText("Declared untrusted");
  expect(await axeViolations(page)).toEqual([]);

  await page.goto(pageOf(prediction.trace));
  await expect(page.getByText(prediction.trace)).toBeVisible();
  await page.setViewportSize({ width: 390, height: 844 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await expect(page.getByRole("heading", { level: 1 })).toBeInViewport();
});

test("an id that is no prediction's leads on: to what it is, to the ids that begin alike, to the one that is meant", async ({ page, request }) => {
  const { prediction, model } = await untrustedPrediction(request);
  await page.goto(pageOf(`${prediction.name.slice(0, -2)}zz`));
  await expect(page.getByRole("heading", { name: "You may not see this prediction" })).toBeVisible();
  await page.getByRole("list", { name: "Predictions whose IDs begin alike" }).getByRole("link", { name: prediction.name }).click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText(String(prediction.facts.output.score));

  await page.goto(pageOf(model.ref));
  await expect(page.getByRole("heading", { name: "This is a model version, not a prediction" })).toBeVisible();
  await expect(page.getByRole("list", { name: "What this is the id of" }).getByRole("link", { name: model.name })).toBeVisible();

  await page.goto(pageOf("no-such-prediction-at-all"));
  await expect(page.getByRole("heading", { name: "You may not see this prediction" })).toBeVisible();
  await expect(page.getByRole("list", { name: "Predictions whose IDs begin alike" })).toHaveCount(0);

  const twice = (namespace: string) => ({
    type: "prediction.made",
    data: { namespace, id: "told-twice", model: { namespace: "ops", name: model.name, version: model.version }, features: [], at: "2026-01-01T00:00:00Z", output: { score: namespace === "ops" ? 0.25 : 0.75 } },
  });
  await sendEvents(request, [twice("ops"), twice("ops-elsewhere")]);
  await page.goto(pageOf("told-twice"));
  await expect(page.getByRole("heading", { name: "2 predictions have this ID" })).toBeVisible();
  await page.getByRole("row", { name: /ops-elsewhere/ }).getByRole("link", { name: "told-twice" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("0.75");
  await expect(page.getByText("The prediction names no feature set.")).toBeVisible();
});

test("an incident is reported from a prediction, and leads back to it", async ({ page, request }) => {
  const { prediction, model } = await untrustedPrediction(request);
  await page.goto(pageOf(prediction.name));
  await page.getByRole("link", { name: "Report incident" }).click();
  const form = panel(page, "Report an incident");
  await expect(form.getByText(`${model.name}@${model.version}`)).toBeVisible();
  await form.getByRole("button", { name: "Report incident" }).click();
  await expect(form.getByText("Say in a few words what went wrong.")).toBeVisible();
  await form.getByLabel("Title").fill("Missed request-latency failure");
  await form.getByRole("button", { name: "Report incident" }).click();

  await expect(page.getByRole("heading", { level: 1, name: "Missed request-latency failure" })).toBeVisible();
  expect(await axeViolations(page)).toEqual([]);
  await page.getByRole("link", { name: prediction.name }).click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText(String(prediction.facts.output.score));
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Incidents" }).click();
  await expect(page.getByRole("table", { name: "Reported incidents" }).getByRole("link", { name: "Missed request-latency failure" })).toBeVisible();
});
