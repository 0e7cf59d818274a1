import { expect, test } from "vitest";
import { differenceParts, differenceWords } from "./difference-words";
import type { FieldChange } from "@/lib/lineage/compare-graphs";

const changed = (...fields: FieldChange[]) => ({ kind: "changed" as const, fields });

test.each<[string, FieldChange]>([
  ["Active, now dropped", { field: "state", was: "active", is: "dropped" }],
  ["Owner sre-ml, was data", { field: "owner", was: "party:-:data", is: "party:-:sre-ml" }],
  ["No owner, was data", { field: "owner", was: "party:-:data", is: null }],
  ["Runs @7, was @6", { field: "serves", was: "model:ops:latency@6", is: "model:ops:latency@7" }],
  ["Runs other@1, was latency@6", { field: "serves", was: "model:ops:latency@6", is: "model:ops:other@1" }],
  ["Runs latency@7, was a version you may not see", { field: "serves", was: "hidden-1", is: "model:ops:latency@7" }],
  ["Undeployed, ran latency@6", { field: "serves", was: "model:ops:latency@6", is: null }],
  ["Declared untrusted", { field: "trusted", was: "yes", is: "no" }],
  ["Observed, was inferred", { field: "confidence", was: "inferred", is: "observed" }],
  ["Now stale", { field: "stale", was: "no", is: "yes" }],
])("%s", (words, field) => expect(differenceWords(changed(field))).toBe(words));

test("what runs comes before all else, and undeployed is said once", () => {
  expect(differenceParts(changed({ field: "owner", was: null, is: "party:-:a" }, { field: "state", was: "active", is: "undeployed" }, { field: "serves", was: "model:o:m@1", is: null }))).toEqual(["Undeployed, ran m@1", "Owner a"]);
  expect(differenceWords({ kind: "added", fields: [] })).toBe("Added");
});
