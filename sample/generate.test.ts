import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, test } from "vitest";
import { canonicalDigest } from "@/lib/canonical-json";
import { parseCloudEvent } from "@/lib/events/cloud-event";
import { HEADWATER_EVENTS, type BatchRecorded, type FeaturesComputed, type ModelRegistered, type PredictionMade } from "@/lib/events/headwater-events";
import { openLineageWarnings, parseOpenLineage } from "@/lib/events/open-lineage";
import { findAnchor, lastFullHour } from "./anchor-tag";
import { firstDeclaration, generateEvents } from "./generate";
import { FULL, QUICK, type Plan } from "./plan";
import { expectedEvents, highlights, liveMetrics } from "./report";
import { study, world, type Outgoing, type Study } from "./world";

const DATA = fileURLToPath(new URL("./data/nab/", import.meta.url));
const ANCHOR = Date.UTC(2026, 10, 23, 7);

function* everything(numbers: Study, anchor = ANCHOR, copy = 1): Generator<Outgoing> {
  const here = world(numbers, anchor, copy);
  yield firstDeclaration(here);
  yield* generateEvents(here);
}

function digestOf(events: Iterable<Outgoing>): string {
  const hash = createHash("sha256");
  for (const event of events) hash.update(JSON.stringify(event.body)).update("\n");
  return hash.digest("hex");
}

type Version = { namespace: string; name: string; version: string };

function versionText({ namespace, name, version }: Version): string {
  return `${namespace} ${name}@${version}`;
}

/** @throws when Headwater would refuse the CloudEvent. */
function read(body: Record<string, unknown>): void {
  const event = parseCloudEvent(body);
  const parsed = HEADWATER_EVENTS[event.type as keyof typeof HEADWATER_EVENTS].safeParse(event.data);
  if (!parsed.success) throw new Error(`${event.id}: ${parsed.error.message}`);
}

describe.each<[string, Plan]>([["quick", QUICK], ["full", FULL]])("the %s sample", (_, plan) => {
  let numbers: Study;
  beforeAll(() => { numbers = study(plan, DATA); }, 60_000);

  test("every event is one that Headwater reads, no id comes twice, and what an event names has been recorded", () => {
    const ids = new Set<string>();
    const recorded = new Set<string>();
    const named = new Set<string>();
    let count = 0;
    for (const { to, body } of everything(numbers)) {
      // the full sample says the same thing tens of thousands of times: a tenth of it is enough for the schemas
      const look = plan === QUICK || count++ % 10 === 0;
      if (to === "lineage") {
        expect(openLineageWarnings(body, parseOpenLineage(body), (ANCHOR + 60_000) * 1000)).toEqual([]);
        continue;
      }
      if (look) read(body);
      if (ids.has(String(body.id))) throw new Error(`twice: ${String(body.id)}`);
      ids.add(String(body.id));
      const { data } = body;
      if (body.type === "dev.headwater.batch.recorded.v1") recorded.add(versionText({ ...(data as BatchRecorded).source, version: (data as BatchRecorded).version }));
      if (body.type === "dev.headwater.model.registered.v1") recorded.add(versionText(data as ModelRegistered));
      if (body.type === "dev.headwater.features.computed.v1") {
        const set = data as FeaturesComputed;
        recorded.add(set.id);
        for (const input of set.inputs) named.add("batch" in input ? versionText(input.batch as Version) : (input.featureSet as { id: string }).id);
      }
      if (body.type === "dev.headwater.prediction.made.v1") {
        const prediction = data as PredictionMade;
        named.add(versionText(prediction.model));
        for (const set of prediction.features) named.add(set.id);
        if (Date.parse(prediction.at) > ANCHOR + 60_000) throw new Error(`ahead of the anchor: ${String(body.id)}`);
        if (!/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/.test(String(body.traceparent))) throw new Error(`no trace: ${String(body.id)}`);
      }
    }
    expect([...named].filter((name) => !recorded.has(name))).toEqual([]);
    expect(Math.abs(ids.size - expectedEvents(world(numbers, ANCHOR, 1))) / ids.size).toBeLessThan(0.03);
  }, 120_000);

  test("a prediction keeps its id whatever the anchor, and another copy has its own", () => {
    const ids = (anchor: number, copy: number) => highlights(world(numbers, anchor, copy)).map((highlight) => highlight.prediction);
    expect(ids(ANCHOR + 3_600_000, 1)).toEqual(ids(ANCHOR, 1));
    expect(ids(ANCHOR, 2)).not.toEqual(ids(ANCHOR, 1));
  });
});

test("the full sample scores 20,000 windows and more, some of them wrong", () => {
  const predictions = liveMetrics(world(study(FULL, DATA), ANCHOR, 1)).map(({ metrics }) => metrics);
  expect(predictions.reduce((sum, metrics) => sum + metrics.windows, 0)).toBeGreaterThan(20_000);
  expect(predictions.some((metrics) => metrics.false_alarms_per_day > 0)).toBe(true);
  expect(predictions.some((metrics) => (metrics.failures_found ?? 1) < 1)).toBe(true);
}, 60_000);

describe("the quick sample in detail", () => {
  const numbers = study(QUICK, DATA);
  const events = [...everything(numbers)];
  const of = <T>(type: string) => events.filter((event) => event.body.type === `dev.headwater.${type}`).map((event) => event.body.data as T);

  test("two generations are byte-equal", () => {
    expect(digestOf(everything(study(QUICK, DATA)))).toBe(digestOf(everything(numbers)));
  });

  test("a batch's digest is that of the bytes its location names", () => {
    for (const batch of of<BatchRecorded>("batch.recorded.v1").filter((it) => it.reference !== true)) {
      const [, name, first, last] = /^sample\/data\/nab\/(.+)#bytes=(\d+)-(\d+)$/.exec(batch.location!)!;
      const bytes = readFileSync(new URL(`./data/nab/${name}`, import.meta.url)).subarray(Number(first), Number(last) + 1);
      expect(batch.digest).toBe(`sha256:${createHash("sha256").update(bytes).digest("hex")}`);
    }
  });

  test("digests of artifacts, features and outputs are those of their canonical JSON", () => {
    for (const model of of<ModelRegistered>("model.registered.v1")) expect(model.artifact.digest).toBe(`sha256:${canonicalDigest(model.artifact.content)}`);
    for (const set of of<FeaturesComputed>("features.computed.v1").slice(0, 50)) expect(set.digest).toBe(`sha256:${canonicalDigest(set.values)}`);
  });

  test("a window's feature run and its production prediction share a trace, each window has its own", () => {
    const traces = (type: string) => events.filter((event) => event.body.type === type).map((event) => event.body.traceparent);
    const predicted = traces("dev.headwater.prediction.made.v1");
    expect(new Set(predicted).size).toBe(predicted.length);
    expect(traces("dev.headwater.features.computed.v1").filter((trace) => trace !== undefined && !predicted.includes(trace))).toEqual([]);
  });

  test("a latency prediction has the untrusted load balancer upstream", () => {
    const owner = new Map(of<FeaturesComputed>("features.computed.v1").map((set) => [set.id, set.group]));
    const predictions = of<PredictionMade>("prediction.made.v1").filter((it) => it.model.name === "latency-anomaly");
    expect(predictions.every((it) => it.features.some((set) => owner.get(set.id) === "traffic_hourly"))).toBe(true);
  });

  test("each kind of event is there", () => {
    const kinds = new Set(events.map((event) => (event.to === "lineage" ? "lineage" : String(event.body.type).split(".").slice(2, 4).join("."))));
    expect([...kinds].sort()).toEqual([
      "batch.recorded", "dependency.declared", "deployment.changed", "failure.recorded", "features.computed", "lineage", "model.registered", "prediction.made", "source.declared",
    ]);
  });

  test("the anchor is found again in what a first run declared", () => {
    const answer = { facts: { declaration: events[0]!.body.data } };
    expect(findAnchor(answer)).toEqual({ anchor: ANCHOR, mode: "quick" });
    expect(findAnchor({ facts: { tags: ["a"] }, owner: null })).toBeNull();
    expect(lastFullHour(ANCHOR + 3_599_999)).toBe(ANCHOR);
  });
});
