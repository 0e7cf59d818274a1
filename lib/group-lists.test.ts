import { expect, test } from "vitest";
import { groupListHref } from "./group-lists";

test.each([
  ["namespace-kind", { value: "aws", kind: "source" }, "/registry?kind=source&namespace=aws"],
  ["kind", { value: "", kind: "feature" }, "/registry?kind=feature"],
  ["featuregroup", { value: "feature:ops:hourly", kind: "feature" }, "/nodes/dataset%3Aops%3Ahourly?tab=features"],
  ["model", { value: "model:ops:latency", kind: "model" }, "/registry?kind=model&namespace=ops&q=latency"],
  ["owner", { value: "party:-:team-a", kind: "" }, "/nodes/party%3A-%3Ateam-a?tab=owned"],
  ["owner", { value: "", kind: "" }, null],
  ["namespace", { value: "aws", kind: "" }, null],
  ["namespace-kind", { value: "ops", kind: "prediction" }, null],
] as const)("a group by %s (%o) is listed at %s", (by, key, href) => {
  expect(groupListHref(by, key, null)).toBe(href);
});
