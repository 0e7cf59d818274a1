import { expect, test } from "vitest";
import { indentJson } from "./indent-json";

test.each([{ a: 1, b: [1, "x, y: {z}", null, true], c: {}, d: [], e: { f: [[]] } }, [], {}, "text", 1.5, null, [{ "k\"ey": "\\" }], { "": " \n\t ü " }])("%j looks as JSON.stringify writes it", (value) => {
  expect(indentJson(JSON.stringify(value))).toBe(JSON.stringify(value, null, 2));
  expect(indentJson(JSON.stringify(value, null, 4))).toBe(JSON.stringify(value, null, 2));
});

test("numbers keep all their digits and strings their escapes", () => expect(indentJson('{"n":12345678901234567890,"x":1.0e0,"s":"\\u0041\\/"}')).toBe('{\n  "n": 12345678901234567890,\n  "x": 1.0e0,\n  "s": "\\u0041\\/"\n}'));
