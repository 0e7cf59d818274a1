import { expect, test } from "vitest";
import { kept } from "./kept";

test("a text is asked about once, a long one each time, and an old one again when many came since", () => {
  let asked = 0;
  const lengthOf = kept((text: string) => ({ length: text.length, n: asked++ }));
  expect(lengthOf("abc")).toBe(lengthOf("abc"));
  expect(asked).toBe(1);
  const long = "x".repeat(300);
  expect(lengthOf(long)).not.toBe(lengthOf(long));
  for (let i = 0; i < 10_000; i++) lengthOf(`other ${i}`);
  expect(lengthOf("abc")).toMatchObject({ length: 3, n: 10_003 });
});

test("that there is nothing is kept too", () => {
  let asked = 0;
  const none = kept(() => (asked++, null));
  expect([none("a"), none("a"), asked]).toEqual([null, null, 1]);
});
