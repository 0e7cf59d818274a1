import { expect, test } from "vitest";
import { foundHref, impactHref, nodeHref, predictionHref } from "./page-hrefs";

test("a reference in a path is encoded once more as a whole", () => {
  expect(nodeHref("dataset:s3%3A%2F%2Fb:a%2Fb@1")).toBe("/nodes/dataset%3As3%253A%252F%252Fb%3Aa%252Fb%401");
});

test("an instant travels along, and now is left out", () => {
  expect(predictionHref("prediction:ops:1", "2026-11-23T08:00:00Z")).toBe("/predictions/prediction%3Aops%3A1?asOf=2026-11-23T08%3A00%3A00Z");
  expect(impactHref(["dataset:a:b", "dataset:a:c"])).toBe("/impact?ref=dataset%3Aa%3Ab&ref=dataset%3Aa%3Ac");
});

test("a search leads to where the question is answered", () => {
  expect(foundHref("prediction:ops:1")).toBe("/predictions/prediction%3Aops%3A1");
  expect(foundHref("incident:-:7")).toBe("/incidents/7");
  expect(foundHref("party:-:team-a")).toBe("/nodes/party%3A-%3Ateam-a");
  expect(foundHref("dataset:a:b")).toBe("/lineage?ref=dataset%3Aa%3Ab");
});
