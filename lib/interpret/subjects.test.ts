import { expect, test } from "vitest";
import { subjectsOf } from "./subjects";

const cloudEvent = (type: string, data: object) => ({ kind: "cloudevent" as const, type: `dev.headwater.${type}.v1`, id: "i", contentDigest: "d", event: { id: "1", source: "s", data } });

test("a failure is about the node it names, in whatever form it names it", () => {
  const { subject, about } = subjectsOf(cloudEvent("failure.recorded", { about: "source:aws:cpu", failure: "quality", message: "m", at: "2026-01-01T00:00:00Z" }));
  expect(subject).toBe("dataset:aws:cpu");
  expect(about).toContain("dataset:aws:cpu");
});

test("a dependency is about both of its ends", () => {
  const { about } = subjectsOf(cloudEvent("dependency.declared", { from: { namespace: "a", name: "x" }, to: { namespace: "b", name: "y" }, at: "2026-01-01T00:00:00Z" }));
  expect(about).toEqual(expect.arrayContaining(["dataset:a:x", "dataset:b:y"]));
});

test("an incident is about its target", () => {
  const { about } = subjectsOf({ kind: "incident", type: "incident", id: "i", contentDigest: "d", event: { id: "1", title: "t", target: "model:ops:m@1" } });
  expect(about).toContain("model:ops:m@1");
});

test("a run event is mainly about its run, and about its job and datasets too", () => {
  const event = { eventType: "START", eventTime: "2026-01-01T00:00:00Z", run: { runId: "r" }, job: { namespace: "n", name: "j" }, inputs: [{ namespace: "n", name: "in" }], outputs: [] };
  const { subject, about } = subjectsOf({ kind: "openlineage", type: "RunEvent", id: "i", contentDigest: "d", event });
  expect(subject).toBe("run:n:r#job:n:j");
  expect(about).toEqual(expect.arrayContaining(["job:n:j", "dataset:n:in"]));
});
