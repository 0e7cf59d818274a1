import { expect, test } from "vitest";
import { formatInstant, parseInstant } from "./time";

test.each([
  ["1970-01-01T00:00:00Z", 0],
  ["2026-06-02T00:19:59.999+05:30", Date.UTC(2026, 5, 1, 18, 49, 59, 999) * 1000],
  ["2023-07-17T10:54:22.355067Z", Date.UTC(2023, 6, 17, 10, 54, 22) * 1000 + 355067],
  ["2023-07-17T10:54:22.3550679Z", Date.UTC(2023, 6, 17, 10, 54, 22) * 1000 + 355067],
  ["2014-02-14 14:30:00", Date.UTC(2014, 1, 14, 14, 30) * 1000],
  ["1969-12-31T23:59:59.5Z", -500_000],
])("%s is read to the microsecond", (text, micros) => expect(parseInstant(text)).toBe(micros));

test.each(["", "yesterday", "2026-02-30T00:00:00Z", "2026-13-01T00:00:00Z", "2026-01-01T24:00:01Z", "2026-01-01"])("%j is no instant", (text) =>
  expect(parseInstant(text)).toBeNull());

test.each(["2014-02-14T14:30:00Z", "2014-02-14T14:30:00.120Z", "2014-02-14T14:30:00.120045Z", "1969-12-31T23:59:59.500Z"])("%s is written as it was read", (text) =>
  expect(formatInstant(parseInstant(text)!)).toBe(text));

test("every date of the calendar is the instant that JavaScript's Date gives it, and no other is one", () => {
  for (const year of [1700, 1800, 1900, 1970, 2000, 2023, 2024, 2100, 2254]) {
    for (let month = 1; month <= 12; month++) {
      for (let day = 1; day <= 31; day++) {
        const date = new Date(0);
        date.setUTCFullYear(year, month - 1, day);
        const micros = date.getUTCMonth() === month - 1 ? date.getTime() * 1000 : null;
        const text = [String(year).padStart(4, "0"), String(month).padStart(2, "0"), String(day).padStart(2, "0")].join("-");
        expect(parseInstant(`${text}T00:00:00Z`), text).toBe(micros);
      }
    }
  }
});
