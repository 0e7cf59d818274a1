import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test as base, type APIRequestContext, type Page } from "@playwright/test";
import axe from "axe-core";

/** The first administrator of both applications. */
export const ADMIN = { name: "Mara Keller", password: "a long enough password" };
/** May do everything but approve. */
export const TOKEN = process.env.HEADWATER_E2E_TOKEN ?? "";
/** Where the signed-in browser of the stories with the sample is kept. */
export const SAMPLE_ADMIN_STATE = "test-results/sample-admin.json";
const BEARER = { authorization: `Bearer ${TOKEN}` };

/** Follows the link that the start left in the data directory, and makes the first administrator, who is then signed in on the home page. */
export async function makeFirstAdmin(page: Page, dataDir: string): Promise<void> {
  await page.goto(readFileSync(join(dataDir, "setup-link"), "utf8").trim());
  await page.getByLabel("Name").fill(ADMIN.name);
  await page.getByLabel("Password", { exact: true }).fill(ADMIN.password);
  await page.getByRole("button", { name: "Make the first administrator" }).click();
  await expect(page).toHaveURL(/\/$/);
}

/** What the HTTP interface answers to a GET, for stories that need a reference or compare the page with it. */
export async function ask<Answer>(request: APIRequestContext, path: string): Promise<Answer> {
  const answer = await request.get(path, { headers: BEARER });
  expect(answer.status(), await answer.text()).toBe(200);
  return (await answer.json()) as Answer;
}

/** The reference of the newest thing of a kind. */
export async function newest(request: APIRequestContext, kind: string): Promise<string> {
  const { results } = await ask<{ results: { ref: string }[] }>(request, `/api/v1/search?${new URLSearchParams({ kind, limit: "1" })}`);
  expect(results, `the sample has a ${kind}`).not.toEqual([]);
  return results[0]!.ref;
}

/** Sends CloudEvents as a pipeline would, and waits until they are in the graph. */
export async function sendEvents(request: APIRequestContext, events: readonly { type: string; data: object }[]): Promise<void> {
  const batch = events.map(({ type, data }, index) => ({ specversion: "1.0", id: `${index}-${JSON.stringify(data).length}`, source: "/e2e", type: `dev.headwater.${type}.v1`, time: "2026-11-23T07:40:00Z", data }));
  const answer = await request.post("/api/v1/events", { headers: { ...BEARER, "content-type": "application/cloudevents-batch+json" }, data: JSON.stringify(batch) });
  expect(answer.status(), await answer.text()).toBe(202);
  const { sequence, refused } = (await answer.json()) as { sequence: number; refused: unknown[] };
  expect(refused).toEqual([]);
  // on a busy machine a first write can take longer than a read waits for it
  await expect.poll(async () => (await request.get(`/api/v1/search?kind=dataset&limit=1&after=${sequence}`, { headers: BEARER })).status(), { timeout: 45_000 }).toBe(200);
}

/** Sends one OpenLineage run, `before` to `after` in `namespace`, without waiting for the graph. */
export async function sendLate(request: APIRequestContext, namespace: string): Promise<void> {
  const event = {
    eventType: "COMPLETE", eventTime: "2026-11-23T07:40:00Z", producer: "https://example.org/e2e", schemaURL: "https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent",
    run: { runId: "00000000-0000-4000-8000-0000000000aa" }, job: { namespace, name: "copy" }, inputs: [{ namespace, name: "before" }], outputs: [{ namespace, name: "after" }],
  };
  const answer = await request.post("/api/v1/lineage", { headers: BEARER, data: event });
  expect(answer.status(), await answer.text()).toBe(201);
}

/** Of the small world: a source, and the model version downstream of it. */
export const SOURCE_OF_WORLD = "dataset:aws:latency";
export const MODEL_OF_WORLD = "model:ops:latency-anomaly@7";

/** A small world: telemetry to features to a model version, deployed; one hop of it is more than one screen of names. */
export const WORLD = [
  ...["cpu", "latency", "requests"].map((name) => ({
    type: "source.declared",
    data: { namespace: "aws", name, telemetry: "metrics", schema: [{ name: "value", type: "double" }], owner: { name: "platform" }, trusted: true, at: "2026-11-01T00:00:00Z" },
  })),
  ...["cpu_mean_1h", "latency_p99_15m"].map((name, index) => ({
    type: "features.computed",
    data: {
      namespace: "ops", id: `fs-${index}`, group: "hourly", features: [{ name, version: "1" }],
      inputs: [{ dataset: { namespace: "aws", name: index === 0 ? "cpu" : "latency" } }],
      run: { job: { namespace: "ops", name: `build_${name}` }, runId: `00000000-0000-4000-8000-00000000000${index}`, outcome: "success", seed: 7, startedAt: "2026-11-20T00:00:00Z", endedAt: "2026-11-20T00:01:00Z" },
      digest: `sha256:${String(index).repeat(64)}`, at: "2026-11-20T00:01:00Z",
    },
  })),
  {
    type: "model.registered",
    data: {
      namespace: "ops", name: "latency-anomaly", version: "7", artifact: { digest: `sha256:${"a".repeat(64)}` }, hyperparameters: { window: 12 },
      training: {
        run: { job: { namespace: "ops", name: "train_latency" }, runId: "00000000-0000-4000-8000-000000000009", outcome: "success", seed: 7, startedAt: "2026-11-21T00:00:00Z", endedAt: "2026-11-21T00:10:00Z" },
        snapshot: { id: "snap-1", digest: `sha256:${"b".repeat(64)}`, inputs: [{ featureSet: { namespace: "ops", id: "fs-0" } }, { featureSet: { namespace: "ops", id: "fs-1" } }] },
      },
      metrics: { auc: 0.91 }, features: [{ group: "hourly", name: "cpu_mean_1h", version: "1" }, { group: "hourly", name: "latency_p99_15m", version: "1" }], at: "2026-11-21T00:10:00Z",
    },
  },
  {
    type: "deployment.changed",
    data: { namespace: "ops", name: "latency-watch", environment: "prod", model: { namespace: "ops", name: "latency-anomaly", version: "7" }, action: "deploy", at: "2026-11-22T00:00:00Z" },
  },
];

/** What axe finds wrong with the page as it stands. */
export async function axeViolations(page: Page): Promise<string[]> {
  // a script element would need the page's nonce; evaluation does not
  await page.evaluate(axe.source);
  const results = await page.evaluate(() => (window as unknown as { axe: typeof axe }).axe.run(document, { resultTypes: ["violations"] }));
  return results.violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${id}: ${target.join(" ")}: ${failureSummary ?? ""}`));
}

/** Stories that fail when the browser reports an error of the page's own. */
export const test = base.extend<{ pageErrors: string[] }>({
  pageErrors: [
    async ({ page }, use) => {
      const errors: string[] = [];
      page.on("pageerror", (error) => errors.push(error.message));
      page.on("console", (message) => {
        // the refusals that a story provokes are answers, not faults
        if (message.type() === "error" && !/Failed to load resource/.test(message.text())) errors.push(message.text());
      });
      await use(errors);
      expect(errors).toEqual([]);
    },
    { auto: true },
  ],
});

/** Signs in on the page and ends on the home page. */
export async function signIn(page: Page): Promise<void> {
  await page.goto("/sign-in");
  await page.getByLabel("Name").fill(ADMIN.name);
  await page.getByLabel("Password", { exact: true }).fill(ADMIN.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page).toHaveURL(/\/$/);
}

export { expect };
