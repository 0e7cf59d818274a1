import { expect, test } from "vitest";
import { listTabsOf, parseTab } from "./node-tabs";

test("a kind has the tabs of its own; a model that is only a dataset those of data", () => {
  expect(listTabsOf("model", "model:ops:m@1")).toContain("predictions");
  expect(listTabsOf("model", "dataset:ops:m")).toEqual(listTabsOf("dataset", "dataset:ops:d"));
});

test("a tab that a node has not is its overview", () => {
  expect(parseTab("runs", ["overview", "runs"])).toBe("runs");
  expect(parseTab("predictions", ["overview", "runs"])).toBe("overview");
  expect(parseTab(null, ["overview"])).toBe("overview");
});
