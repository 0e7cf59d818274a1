import { expect, test } from "vitest";
import { changeWords, type ToldChange } from "./change-words";

const told = (change: Omit<ToldChange, "at">) => {
  const { name, text } = changeWords({ at: "2026-11-01T00:00:00Z", ...change });
  return `${name} ${text}`;
};
const [A, B] = ["dataset:shop:orders", "job:etl:clean@v1"];

test.each<[string, Omit<ToldChange, "at">]>([
  ["clean@v1 began to be fed by orders", { what: "began", from: A, to: B }],
  ["clean@v1 is no longer fed by something you may not see", { what: "ended", from: "hidden-1", to: B }],
  ["orders began to feed something you may not see", { what: "began", from: A, to: "hidden-1" }],
  ["clean@v1 fed by orders: observed, was inferred", { what: "confidence", from: A, to: B, was: "inferred", is: "observed" }],
  ["orders was declared, trusted", { what: "declared", ref: A, trusted: true, was: null, again: false }],
  ["orders was declared again, untrusted, was trusted", { what: "declared", ref: A, trusted: false, was: true, again: true }],
  ["prod/latency began to run m@2, ran m@1", { what: "served", ref: "deployment:ops:prod/latency", was: "model:ops:m@1", is: "model:ops:m@2" }],
  ["prod/latency was undeployed, ran m@1", { what: "served", ref: "deployment:ops:prod/latency", was: "model:ops:m@1", is: null }],
  ["prod/latency began to run something you may not see", { what: "served", ref: "deployment:ops:prod/latency", was: null, is: "hidden-2" }],
  ["orders was dropped", { what: "dropped", ref: A, kind: "dataset" }],
  ["orders telemetry source, first seen", { what: "seen", ref: A, kind: "source" }],
  ["orders quality: half is missing", { what: "failure", ref: A, failure: "quality", message: "half is missing" }],
])("%s", (words, change) => expect(told(change)).toBe(words));
