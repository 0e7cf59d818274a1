import { expect, test } from "vitest";
import { AppError } from "@/lib/errors";
import { parseStrictJson } from "./strict-json";

const read = (text: string | Buffer) => parseStrictJson(Buffer.isBuffer(text) ? text : Buffer.from(text));
function refusal(text: string | Buffer): { code: string; pointer?: string } {
  try {
    read(text);
  } catch (error) {
    if (error instanceof AppError) return { code: error.code, ...(error.pointer === undefined ? {} : { pointer: error.pointer }) };
    throw error;
  }
  throw new Error("was read");
}

test.each(['{"a":[1,{"b":"x"}],"c":"\\u0000 \\uD83D\\uDE42 \\" \\\\","constructor":1}', "[]", "1.5e3", '"x"', "{}", '{"":{"":0}}', "0.12345678901234567890", '{"a" : ": ,","b":{"a":"x\\":"}}', '[1e22,-1.5E-300,":"]'])("%s is read as it is", (text) => {
  expect(read(text)).toEqual({ value: JSON.parse(text), inexact: [] });
});

test.each([
  ['{"a":{"b/c":[0,{"x":1,"x":2}]}}', "/a/b~1c/1/x"],
  ['{"a":1,"\\u0061":2}', "/a"],
  ['{"a" :1,"b":{"a":1},"a":2}', "/a"],
  ['{"a":" : ","b":":","a"\n:1}', "/a"],
  ['{":a":1,":a":2}', "/:a"],
  ['{"a":{"__proto__":{"admin":true}}}', "/a/__proto__"],
  ['{"\\u005f_proto__":1}', "/__proto__"],
  ['{"a":[1,"\\ud800"]}', "/a/1"],
  ['{"a":"\\udc00\\ud800"}', "/a"],
  ['{"a":1e400}', "/a"],
  ['{"a":[-1e400]}', "/a/0"],
  [`{"a":${"9".repeat(400)}}`, "/a"],
])("%s is wrong at %s", (text, pointer) => expect(refusal(text)).toEqual({ code: "invalid", pointer }));

test.each(["", "{", "{]", '{"a":1,}', "[1 2]", "nul", '{"a":"\u0001"}', "\u0000", "{'a':1}", "NaN", "01", '"a', '"\\u12"', "\uFEFF{}"])("%j is not JSON", (text) =>
  expect(refusal(text)).toEqual({ code: "unreadable" }));

test("bytes that are not UTF-8 are refused, not repaired", () => expect(refusal(Buffer.from([0x22, 0xc3, 0x28, 0x22])).code).toBe("unreadable"));

test("100,000 levels are refused", () => {
  expect(refusal("[".repeat(100_000) + "]".repeat(100_000)).code).toBe("invalid");
  expect(refusal('{"a":'.repeat(100_000)).code).toBe("invalid");
});

test("an integer that a double cannot hold is pointed out with its literal", () => {
  expect(read('{"a":9007199254740993,"b":9007199254740992,"c":[-5871362345123456789]}').inexact).toEqual([
    ["/a", "9007199254740993"],
    ["/c/0", "-5871362345123456789"],
  ]);
});

test("nothing reaches Object.prototype", () => {
  expect(() => read('{"__proto__":{"polluted":1}}')).toThrow();
  expect(({} as { polluted?: number }).polluted).toBeUndefined();
});
