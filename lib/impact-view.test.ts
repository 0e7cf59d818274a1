import { describe, expect, test } from "vitest";
import { impactViewHref, MAX_GONE, parseImpactView } from "./impact-view";

const parse = (query: string) => parseImpactView(new URLSearchParams(query));

describe("the address of an impact", () => {
  test("is read back as it was written", () => {
    const view = { refs: ["dataset:aws:cpu", "model:ops:latency@7"], asOf: "2026-11-23T07:00:00Z", only: "lost" } as const;
    expect(parseImpactView(new URL(impactViewHref(view), "http://headwater").searchParams)).toEqual(view);
    expect(impactViewHref({ refs: [], asOf: null, only: null })).toBe("/impact");
    expect(parse("")).toEqual({ refs: [], asOf: null, only: null });
  });
  test("forgives what is wrong, twice, or too much", () => {
    expect(parse("ref=source:aws:cpu&ref=nonsense&ref=dataset:aws:cpu&asOf=soon&class=doomed")).toEqual({ refs: ["dataset:aws:cpu"], asOf: null, only: null });
    expect(parse(Array.from({ length: MAX_GONE + 1 }, (_, i) => `ref=dataset:a:b${i}`).join("&")).refs).toHaveLength(MAX_GONE);
  });
});
