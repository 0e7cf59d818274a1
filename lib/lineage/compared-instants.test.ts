import { expect, test } from "vitest";
import { comparedInstants } from "./compared-instants";

test("the earlier instant comes first, whichever is compared with which; now is the later one", () => {
  const [early, late] = ["2026-01-01T00:00:00Z", "2026-01-02T00:00:00Z"];
  expect(comparedInstants(early, late)).toEqual({ from: early, to: late });
  expect(comparedInstants(late, early)).toEqual({ from: early, to: late });
  expect(comparedInstants(late, null)).toEqual({ from: late, to: null });
});
