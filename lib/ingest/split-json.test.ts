import { expect, test } from "vitest";
import { arrayElements, lines } from "./split-json";

const elements = (text: string) => [...arrayElements(Buffer.from(text))].map(String);

test.each([
  ["[]", []],
  [" [ ] ", []],
  ['[1, "a,]\\"[" ,{"b":[1,{}]}\n, null]', ["1", '"a,]\\"["', '{"b":[1,{}]}', "null"]],
  ['["é🙂"]', ['"é🙂"']],
  ['["\\\\"]', ['"\\\\"']],
])("%s is split into its elements", (text, expected) => expect(elements(text)).toEqual(expected));

test.each(["", "{}", "[", "[1", "[1,", "[1,]", "[,1]", "[1]]", "[1] 2", '["', '["\\'])("%j is no array", (text) => expect(() => elements(text)).toThrow(/array/));

async function linesOf(text: string, chunkBytes: number, limit = 100): Promise<(string | null)[]> {
  const bytes = Buffer.from(text);
  async function* chunks(): AsyncGenerator<Buffer> {
    for (let at = 0; at < bytes.length; at += chunkBytes) yield bytes.subarray(at, at + chunkBytes);
  }
  const found: (string | null)[] = [];
  for await (const line of lines(chunks(), limit)) found.push(line === null ? null : line.toString());
  return found;
}

test.each([1, 2, 3, 7, 1000])("lines come whole whatever the chunks are (%i bytes)", async (chunkBytes) => {
  expect(await linesOf("a\r\n\n  \né🙂\nlast", chunkBytes)).toEqual(["a", "é🙂", "last"]);
  expect(await linesOf(`a\n${"x".repeat(101)}\n${"y".repeat(100)}\n${"z".repeat(500)}`, chunkBytes)).toEqual(["a", null, "y".repeat(100), null]);
});
