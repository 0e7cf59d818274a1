import canonicalize from "canonicalize";
import { expect, test } from "vitest";
import { canonicalDigest, canonicalJson } from "./canonical-json";

const VALUES: unknown[] = [
  null, true, 0, -0, 1e21, 1e-7, 0.1, 123456789012345680000, "", "é\u0000\u001f\u2028\"\\/", "\u{1F600}", "\\ud800 spelled out", [], {}, [[]], [{}],
  { b: 1, a: 2 }, { "10": 1, "9": 2, "1": 3, a: 4 }, { a: { "2": 1, "10": 1, "": 0 } }, { "": 1, " ": 2, "é": 3, "\u20ac": 4, "\ud83d\ude00": 5, "\ufb33": 6, A: 7, a: 8 },
  JSON.parse(`{"__proto__": {"b": 1, "a": 2}, "a": 1}`), { a: [3, { z: null, y: [true, "x"] }], B: "b" },
];

test("the canonical form is that of the library, byte for byte", () => {
  for (const value of VALUES) expect(canonicalJson(value)).toBe(canonicalize(value));
});

test("the order of keys and the spacing do not matter", () => {
  expect(canonicalDigest(JSON.parse(`{ "b": [1, {"d": 1, "c": 2}], "a": null }`))).toBe(canonicalDigest(JSON.parse(`{"a":null,"b":[1,{"c":2,"d":1}]}`)));
  expect(canonicalDigest({ a: 1 })).not.toBe(canonicalDigest({ a: "1" }));
});

test("what JSON cannot hold is refused", () => {
  for (const value of [undefined, Number.NaN, [Number.POSITIVE_INFINITY], "\ud800", { a: "x\udc00" }, { "\ud800": 1 }]) expect(() => canonicalJson(value)).toThrow();
});
