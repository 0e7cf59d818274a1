import { expect, test } from "vitest";
import { groupId, groupLabel, parseGroupId } from "./grouping";

test("an id is its key again, whatever the value", () => {
  for (const value of ["", "aws", "a b", "ns:with/all@of%it", "“”\u2028", "feature:ops:hourly"]) {
    for (const kind of ["", "source", "prediction"] as const) expect(parseGroupId(groupId({ value, kind }))).toEqual({ value, kind });
  }
});

test("what is no id has no key", () => {
  for (const id of ["", "rest", "nonsense:aws", ":%", "dataset"]) expect(parseGroupId(id)).toBeNull();
});

test("a group is called by what its members share", () => {
  expect(groupLabel("owner", { value: "", kind: "" }).name).toBe("No owner");
  expect(groupLabel("featuregroup", { value: "feature:ops:a%2Fb", kind: "feature" })).toEqual({ name: "a/b", namespace: "ops", ref: "dataset:ops:a%2Fb" });
  expect(groupLabel("namespace", { value: "<b>x</b>", kind: "" }).name).toBe("<b>x</b>");
});
