import { expect, test } from "vitest";
import { formatCount } from "@/components/format";
import { awayWords } from "./graph-away";

test("a graph that is being made says how far it is; one that does not answer says what still holds", () => {
  const at = "2026-11-23T07:40:00Z";
  expect(awayWords({ at, making: { done: 46_400, of: 73_304 } })).toEqual({ title: "The graph is being made", why: `${formatCount(46_400)} of ${formatCount(73_304)} records are in it. Ingestion goes on and nothing is lost.` });
  expect(awayWords({ at, making: null })).toEqual({ title: "The graph did not answer", why: "Ingestion goes on and nothing is lost." });
});
