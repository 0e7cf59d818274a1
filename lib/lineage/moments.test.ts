import { expect, test } from "vitest";
import { comparedByDefault, momentAfter, momentBefore, stepFrom } from "./moments";

const moments = ["2026-01-01T00:00:00Z", "2026-01-02T00:00:00.000120Z", "2026-01-03T00:00:00Z"].map((at) => ({ at }));
const [first, second, third] = moments.map(({ at }) => at);

test("the change before an instant is earlier than it, to the microsecond", () => {
  expect(momentBefore(moments, third!)).toBe(second);
  expect(momentBefore(moments, "2026-01-02T00:00:00.000121Z")).toBe(second);
  expect(momentBefore(moments, second!)).toBe(first);
  expect(momentBefore(moments, first!)).toBeNull();
});
test("the change before now is the one before the newest, which now still shows", () => {
  expect(momentBefore(moments, null)).toBe(second);
  expect(momentBefore(moments.slice(0, 1), null)).toBeNull();
});
test("the change after an instant is later than it; after the newest, and after now, there is none", () => {
  expect(momentAfter(moments, first!)).toBe(second);
  expect(momentAfter(moments, "2025-01-01T00:00:00Z")).toBe(first);
  expect(momentAfter(moments, third!)).toBeNull();
  expect(momentAfter(moments, null)).toBeNull();
});
test("a step goes from change to change, and past the newest to the present", () => {
  expect(stepFrom(moments, null, "earlier")).toBe(second);
  expect(stepFrom(moments, first!, "earlier")).toBeUndefined();
  expect(stepFrom(moments, second!, "later")).toBe(third);
  expect(stepFrom(moments, third!, "later")).toBeNull();
  expect(stepFrom(moments, null, "later")).toBeUndefined();
});
test("an instant is compared at first with that before the newest change that it shows", () => {
  const now = "2026-02-01T00:00:00Z";
  expect(comparedByDefault(moments, null, now)).toBe(second);
  expect(comparedByDefault(moments, "2026-01-02T12:00:00Z", now)).toBe(first);
  expect(comparedByDefault(moments, first!, now)).toBe("2025-12-31T23:59:59Z");
  expect(comparedByDefault([], null, now)).toBe("2026-01-31T00:00:00Z");
});
