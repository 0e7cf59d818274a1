import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { workload, workloadEvents } from "./workload";

test("a workload has the bytes that the peers were measured with", () => {
  const hash = createHash("sha256");
  for (const event of workload({ nodes: 1_000, seed: 7 })) hash.update(`${event}\n`);
  expect(hash.digest("hex")).toBe("5387b7a063fd0fb338c05818ce68d50722571d6a1e45a1135344a7fd423fe20b");
});

test("a workload has as many events as it says, and another one for another seed", () => {
  const options = { nodes: 200, seed: 1 };
  const events = [...workload(options)];
  expect(events).toHaveLength(workloadEvents(options));
  expect([...workload({ ...options, seed: 2 })]).not.toEqual(events);
});
