import { expect, test } from "vitest";
import { pastedIds } from "./pasted-ids";

test("a pasted id comes without the space and the quotes around it, a reference as it is", () => {
  expect(pastedIds('  "fc580d2f-b6a2"\n')).toEqual(["fc580d2f-b6a2"]);
  expect(pastedIds("prediction:ops:p%2C1")).toEqual(["prediction:ops:p%2C1"]);
  expect(pastedIds(" \n ,")).toEqual([]);
});

test("several pasted ids are told apart, each once", () => {
  expect(pastedIds("a, b;c\nb\ta")).toEqual(["a", "b", "c"]);
});
