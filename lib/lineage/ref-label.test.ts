import { expect, test } from "vitest";
import { refLabel } from "./ref-label";

test("a column and a feature go without what holds them, also where its name has slashes", () => {
  expect(refLabel("column:s3%3A%2F%2Flake:raw%2Fd0000%2Ftopology/entity_id")).toBe("entity_id");
  expect(refLabel("feature:ops:hourly/cpu_mean_1h@3")).toBe("cpu_mean_1h@3");
  expect(refLabel("dataset:s3:raw%2Fd0000%2Ftopology")).toBe("raw/d0000/topology");
});
