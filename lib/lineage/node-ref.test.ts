import { describe, expect, test } from "vitest";
import { canonicalRef, formatRef, parseNodeRef } from "./node-ref";

describe("a reference", () => {
  test.each([
    ["dataset", "kafka://k1:9092,k2:9092", "pump.vibration", undefined],
    ["batch", "aws", "ec2_cpu", "2014-02-14T14:30:00Z"],
    ["dataset", "a@b:c/d", "it's (a) *name*!", undefined],
    ["run", "näme", "e\u0301 🙂", undefined],
    ["dataset", "", "x", undefined],
  ] as const)("survives the way out and back (%s %s %s)", (kind, namespace, name, version) => {
    const text = formatRef(kind, namespace, name, version);
    expect(parseNodeRef(text)).toEqual({ kind, namespace, name: [name], ...(version ? { version } : {}) });
    expect(canonicalRef(text)).toBe(text);
  });

  test("joins the two pieces of a feature with a slash and encodes a slash within one", () => {
    const text = formatRef("feature", "ops", ["hourly/raw", "cpu"], "3");
    expect(text).toBe("feature:ops:hourly%2Fraw/cpu@3");
    expect(parseNodeRef(text)?.name).toEqual(["hourly/raw", "cpu"]);
  });

  test("of a source or a feature group is that of its dataset", () => {
    expect(canonicalRef("source:aws:cpu")).toBe("dataset:aws:cpu");
    expect(canonicalRef("featuregroup:ops:hourly")).toBe("dataset:ops:hourly");
  });

  test("encodes all but unreserved characters", () => {
    expect(formatRef("dataset", "a", "-._~'()*!")).toBe("dataset:a:-._~%27%28%29%2A%21");
  });

  test.each(["", "dataset", "dataset:a", "dataset:a:", "thing:a:b", "dataset:a:%zz", ":a:b"])("is not %j", (text) => {
    expect(parseNodeRef(text)).toBeNull();
  });
});
