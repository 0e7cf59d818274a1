import { expect, test } from "vitest";
import { STILL } from "@/lib/time";
import type { Claim } from "./fragment";
import { cutAt, unionOf } from "./intervals";
import { replayTimeline, type Entry } from "./timeline";

const INPUTS: Record<string, string[]> = { v1: ["x", "y"], v2: ["x"], v3: ["z"] };
const claims = (version: string): Claim[] => [
  { claim: "jobversion", ref: version, to: "out" },
  { claim: "edge", from: version, to: "out", rel: "output", confidence: "observed" },
];
const runs = (...list: [at: number, version: string][]): Entry[] => list.map(([at, version]) => ({ at, claims: claims(version) }));
const replay = (mode: "latest" | "union", entries: Entry[], drops: number[] = []) => {
  const result = replayTimeline(mode, entries, () => drops, (version) => INPUTS[version] ?? null);
  return {
    edges: Object.fromEntries(result.claims.flatMap(({ what, intervals }) => (what.claim === "edge" ? [[what.from, intervals]] : []))),
    doubts: Object.fromEntries(result.doubts.map(({ what, intervals }) => [what.from, intervals])),
  };
};

test("a later run ends what the one before it claimed, to the microsecond", () => {
  expect(replay("latest", runs([10, "v1"], [20, "v2"])).edges).toEqual({ v1: [[10, 20]], v2: [[20, STILL]] });
});

test("runs alike in a row are one interval, and a version that comes back has two", () => {
  expect(replay("latest", runs([10, "v1"], [15, "v1"], [20, "v2"], [30, "v1"])).edges).toEqual({ v1: [[10, 20], [30, STILL]], v2: [[20, 30]] });
});

test("of two runs at the same time the last in order holds", () => {
  expect(replay("latest", runs([10, "v1"], [10, "v2"])).edges).toEqual({ v2: [[10, STILL]] });
});

test("a union never ends", () => {
  expect(replay("union", runs([10, "v1"], [20, "v2"], [5, "v1"])).edges).toEqual({ v1: [[5, STILL]], v2: [[20, STILL]] });
});

test("a drop ends the edge until it is written again", () => {
  expect(replay("latest", runs([10, "v1"], [30, "v1"]), [20]).edges).toEqual({ v1: [[10, 20], [30, STILL]] });
  expect(replay("latest", runs([10, "v1"]), [5, 20]).edges).toEqual({ v1: [[10, 20]] });
});

test("what one of the last ten runs read and the last did not is in doubt, until ten runs have passed", () => {
  const nine = Array.from({ length: 9 }, (_, i): [number, string] => [20 + i, "v2"]);
  expect(replay("latest", runs([10, "v1"], ...nine)).doubts).toEqual({ y: [[20, STILL]] });
  expect(replay("latest", runs([10, "v1"], ...nine, [40, "v2"])).doubts).toEqual({ y: [[20, 40]] });
});

test("a doubt ends when the input is read again", () => {
  expect(replay("latest", runs([10, "v1"], [20, "v2"], [30, "v1"])).doubts).toEqual({ y: [[20, 30]] });
});

test("no entries hold nothing", () => expect(replay("latest", [])).toEqual({ edges: {}, doubts: {} }));

test("intervals that touch are one, empty ones are none, and a cut before the start cuts nothing", () => {
  expect(unionOf([[5, 7], [1, 3], [3, 4], [6, 9], [2, 2]])).toEqual([[1, 4], [5, 9]]);
  expect(cutAt(10, 20, [5, 15, 17])).toEqual([10, 15]);
  expect(cutAt(10, 20, [5])).toEqual([10, 20]);
});
