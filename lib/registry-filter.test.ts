import { expect, test } from "vitest";
import { parseRegistryFilter } from "./registry-filter";

const parse = (query: string) => parseRegistryFilter(new URLSearchParams(query));

test("an address says which kind, namespace and words are listed, and from where on", () => {
  expect(parse("kind=feature&namespace=ops&q=%20cpu%20&cursor=abc&asOf=2026-11-20T00:00:00Z")).toEqual({
    kind: "feature", namespace: "ops", q: "cpu", cursor: "abc", asOf: "2026-11-20T00:00:00Z",
  });
});

test("what is wrong in an address falls back to its default", () => {
  expect(parse("kind=nothing&namespace=&asOf=yesterday")).toEqual({ kind: "source", namespace: null, q: "", cursor: null, asOf: null });
});

test("kinds that come by the million are not filtered by namespace", () => {
  expect(parse("kind=prediction&namespace=ops").namespace).toBeNull();
  expect(parse("kind=job&namespace=ops").namespace).toBe("ops");
});
