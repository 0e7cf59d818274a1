import { expect, test } from "vitest";
import { nearNodes } from "./near-nodes";

type Edge = Parameters<typeof nearNodes>[0]["edges"][number];
const node = (ref: string, kind = "dataset") => ({ ref, kind, state: "active" });
const edge = (from: string, to: string, more: Partial<Edge> = {}): Edge => ({ from, to, confidence: "observed", stale: false, lastSeen: null, ...more });
const whole = { hiddenByLimit: 0 };

test("a job version between two data is what they are joined through, and no neighbour", () => {
  const answer = { nodes: [node("dataset:s:b"), node("job:s:j@1", "jobversion"), node("dataset:s:a")], edges: [edge("dataset:s:a", "job:s:j@1", { confidence: "inferred", lastSeen: "2026-01-01T00:00:00Z" }), edge("job:s:j@1", "dataset:s:b")], counts: whole };
  expect(nearNodes(answer, "dataset:s:b", "upstream")).toEqual({
    total: 1,
    items: [{ id: "dataset:s:a", ref: "dataset:s:a", kind: "dataset", state: "active", confidence: "inferred", stale: false, lastSeen: "2026-01-01T00:00:00Z", role: null, via: "job:s:j@1" }],
  });
});

test("of several edges the surest counts, and only what is stale on all of them is stale", () => {
  const answer = { nodes: [node("dataset:s:a"), node("dataset:s:b")], edges: [edge("dataset:s:a", "dataset:s:b", { confidence: "declared", stale: true, role: "required" }), edge("dataset:s:a", "dataset:s:b")], counts: whole };
  expect(nearNodes(answer, "dataset:s:a", "downstream").items).toMatchObject([{ ref: "dataset:s:b", confidence: "observed", stale: false, role: "required", via: null }]);
});

test("what may not be seen is counted, comes last and has no kind; what was cut off leaves the total open", () => {
  const answer = { nodes: [node("dataset:s:a"), { ref: null, id: "hidden-1" }, node("dataset:s:z")], edges: [edge("hidden-1", "dataset:s:a"), edge("dataset:s:z", "dataset:s:a")], counts: { hiddenByLimit: 3 } };
  const near = nearNodes(answer, "dataset:s:a", "upstream");
  expect(near.total).toBeNull();
  expect(near.items.map(({ ref, kind }) => [ref, kind])).toEqual([["dataset:s:z", "dataset"], [null, null]]);
});
