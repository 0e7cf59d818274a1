import { expect, test } from "vitest";
import { AppError } from "@/lib/errors";
import { cloudEventData, isJsonMediaType, parseCloudEvent } from "./cloud-event";
import { HEADWATER_EVENTS, whenOf } from "./headwater-events";
import { openLineageWarnings, parseOpenLineage } from "./open-lineage";

const digest = `sha256:${"a".repeat(64)}`;
const batch = { source: { namespace: "aws", name: "cpu" }, version: "v", window: { start: "2026-01-01T00:00:00Z", end: "2026-01-01T00:15:00Z" }, rows: 3, digest };
const batchSchema = HEADWATER_EVENTS["dev.headwater.batch.recorded.v1"];
const at = (micros: string) => Date.parse(micros) * 1000;

test("a batch keeps what its schema does not name", () => {
  const value = { ...batch, points: [{ at: "2026-01-01T00:00:00Z", cpu: null }], health: { lag: 3, state: "ok" }, own: { x: 1 } };
  expect(batchSchema.parse(value)).toEqual(value);
});

test.each([
  ["a digest without its algorithm", { digest: "a".repeat(64) }],
  ["rows that are no count", { rows: -1 }],
  ["a window that ends before it starts", { window: { start: "2026-01-02T00:00:00Z", end: "2026-01-01T00:00:00Z" } }],
  ["an empty version", { version: "" }],
  ["a point with text", { points: [{ at: "2026-01-01T00:00:00Z", cpu: "high" }] }],
])("a batch with %s is wrong", (_, change) => expect(batchSchema.safeParse({ ...batch, ...change }).success).toBe(false));

test("when: data.at, else a batch's window end, else the CloudEvent's time, else nothing", () => {
  const type = "dev.headwater.batch.recorded.v1";
  expect(whenOf(type, { ...batch, at: "2026-02-01T00:00:00Z" }, "2026-03-01T00:00:00Z")).toBe(at("2026-02-01T00:00:00Z"));
  expect(whenOf(type, batch, "2026-03-01T00:00:00Z")).toBe(at("2026-01-01T00:15:00Z"));
  expect(whenOf("dev.headwater.dependency.declared.v1", {}, "2026-03-01T00:00:00Z")).toBe(at("2026-03-01T00:00:00Z"));
  expect(whenOf("org.other", { at: "2026-02-01T00:00:00Z" }, "2026-03-01T00:00:00Z")).toBe(at("2026-03-01T00:00:00Z"));
  expect(whenOf("dev.headwater.dependency.declared.v1", {})).toBeNull();
});

test("an OpenLineage event is told by its shape, and odd facets are left out", () => {
  const event = parseOpenLineage({
    eventTime: "2026-01-01T00:00:00",
    eventType: "complete",
    schemaURL: "https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/DatasetEvent",
    dataset: { namespace: "x", name: "y" },
    run: { runId: "run_id" },
    job: { namespace: "", name: "j", facets: null },
    inputs: [{ namespace: "n", name: "d", facets: { schema: { fields: [] }, broken: 3 } }],
    outputs: null,
  });
  expect(event).toMatchObject({ shape: "RunEvent", eventType: "COMPLETE", job: { facets: {} }, outputs: [] });
  expect(event.shape === "RunEvent" && event.inputs[0]?.facets).toEqual({ schema: { fields: [] } });
});

test.each([
  [{ run: { runId: "r" }, eventTime: "2026-01-01T00:00:00Z" }, "unreadable", undefined],
  [[], "unreadable", undefined],
  ["text", "unreadable", undefined],
  [{ job: { namespace: "n", name: "j" } }, "invalid", "/eventTime"],
  [{ job: { namespace: "n", name: "j" }, eventTime: "noon" }, "invalid", "/eventTime"],
  [{ job: { namespace: "n", name: "j" }, run: {}, eventTime: "2026-01-01T00:00:00Z" }, "invalid", "/run/runId"],
  [{ job: { namespace: "n", name: "j" }, eventTime: "2026-01-01T00:00:00Z", inputs: [{ namespace: "n" }] }, "invalid", "/inputs/0/name"],
])("%j is refused as %s at %s", (value, code, pointer) => {
  try {
    parseOpenLineage(value);
    expect.unreachable();
  } catch (error) {
    expect(error).toBeInstanceOf(AppError);
    expect(error).toMatchObject({ code });
    expect((error as AppError).pointer).toBe(pointer);
  }
});

test("a future eventTime, one without a zone and a missing producer are warned of, not refused", () => {
  const value = { job: { namespace: "n", name: "j" }, eventTime: "2026-01-01T00:06:00", schemaURL: "https://x" };
  const warnings = openLineageWarnings(value, parseOpenLineage(value), at("2026-01-01T00:00:00Z"));
  expect(warnings.map((warning) => warning.split(" ")[0])).toEqual(["eventTime", "eventTime", "producer"]);
});

test("a CloudEvent carries JSON as data or as base64 of JSON", () => {
  const base = { specversion: "1.0", id: "1", source: "/s", type: "t", time: null };
  expect(cloudEventData(parseCloudEvent({ ...base, data: { a: 1 } }))).toEqual({ a: 1 });
  expect(cloudEventData(parseCloudEvent({ ...base, data_base64: Buffer.from('{"a":1}').toString("base64") }))).toEqual({ a: 1 });
  expect(cloudEventData(parseCloudEvent({ ...base, datacontenttype: "image/png", data_base64: "AAAA" }))).toBeUndefined();
  expect(() => parseCloudEvent({ ...base, data: 1, data_base64: "AAAA" })).toThrow("not both");
  expect(() => parseCloudEvent({ ...base, specversion: "0.3" })).toThrow("1.0");
});

test.each([["application/json", true], ["application/cloudevents+json; charset=utf-8", true], ["text/json", true], ["application/jsonp", false], ["text/plain", false]])(
  "%s is JSON: %s",
  (mediaType, expected) => expect(isJsonMediaType(mediaType)).toBe(expected),
);
