import { expect, test } from "vitest";
import { TrueLineage } from "./true-lineage";

const event = (job: string, eventTime: string, inputs: string[], outputs: string[], eventType = "COMPLETE") =>
  JSON.stringify({ eventType, eventTime, job: { namespace: "etl", name: job }, inputs: inputs.map(named), outputs: outputs.map(named) });
const named = (name: string) => ({ namespace: "lake", name });
const refs = (...names: string[]) => names.map((name) => `dataset:lake:${name}`);

test("what a job's latest completed run read reaches what it wrote, and so on; a cycle ends", async () => {
  const lineage = await TrueLineage.of([
    event("clean", "2026-01-02T00:00:00Z", ["raw"], ["clean"]),
    event("clean", "2026-01-01T00:00:00Z", ["old"], ["clean"]),
    event("train", "2026-01-02T00:00:00Z", ["clean", "labels"], ["model"]),
    event("train", "2026-01-03T00:00:00Z", ["broken"], ["model"], "FAIL"),
    event("learn", "2026-01-02T00:00:00Z", ["model"], ["labels"]),
  ]);
  expect([...lineage.reachable("dataset:lake:raw", "downstream")].sort()).toEqual(refs("clean", "labels", "model"));
  expect([...lineage.reachable("dataset:lake:model", "upstream")].sort()).toEqual(refs("clean", "labels", "raw"));
  expect(lineage.reachable("dataset:lake:broken", "downstream").size).toBe(0);
  expect(lineage.farthest("downstream")).toBe("dataset:lake:raw");
});
