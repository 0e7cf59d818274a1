import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, inject, test } from "vitest";
import { Client, edgesOf, type Problem, type Receipt } from "./testing/client";
import { assertReadable, expectedEdges, type OpenLineageEvent } from "./testing/expected-edges";
import { refOf } from "./testing/world";

const RECORDED = fileURLToPath(new URL("./recorded", import.meta.url));
const filesIn = (directory: string): { name: string; text: string }[] =>
  readdirSync(join(RECORDED, directory), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.name.endsWith(".json"))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map((file) => ({ name: relative(RECORDED, file), text: readFileSync(file, "utf8") }));
const openLineage = [...filesIn("openlineage"), ...filesIn("spec")];
const events = openLineage.map(({ text }) => JSON.parse(text) as OpenLineageEvent);

const refOfDataset = ({ namespace, name }: { namespace: string; name: string }): string => refOf("dataset", namespace, name);

const app = inject("app");
const client = new Client(app);

describe("events that OpenLineage's own clients and tests wrote", () => {
  test.each(openLineage)("$name is accepted as it is, and again", async ({ text }) => {
    const first = await client.lineage(text);
    expect([first.status, first.body.duplicate]).toEqual([201, false]);
    expect((await client.lineage(text)).body).toEqual({ ...first.body, duplicate: true });
    client.last = Math.max(client.last, first.body.sequence);
  });

  test("their edges are in the graph, and no others", async () => {
    events.forEach(assertReadable);
    const expected = expectedEdges(events);
    expect(expected.size).toBeGreaterThan(20);
    const ends = [...expected].flatMap((edge) => edge.split(" > "));
    const touched = new Set([...ends.filter((ref) => !ref.startsWith("job:")), ...events.flatMap((event) => [...(event.inputs ?? []), ...(event.outputs ?? [])].map(refOfDataset))]);
    for (const ref of touched) {
      const graph = await client.graph(ref, { direction: "both", depth: 1 });
      const own = edgesOf(graph).filter((edge) => edge.split(" > ").includes(ref));
      expect(own, ref).toEqual([...expected].filter((edge) => edge.split(" > ").includes(ref)).sort());
    }
  });

  test("every run, job and dataset that they name is known under its reference", async () => {
    for (const event of events) {
      // what has a run and a job is a run event, also when it has a dataset
      for (const it of [...(event.inputs ?? []), ...(event.outputs ?? []), ...(event.dataset && !event.job ? [event.dataset] : [])]) expect(await client.node(refOfDataset(it))).toMatchObject({ namespace: it.namespace, name: it.name });
      if (event.job) expect(await client.node(refOf("job", event.job.namespace, event.job.name))).toMatchObject({ kind: "job", name: event.job.name });
      if (event.run && event.job) expect((await client.node(refOf("run", event.job.namespace, event.run.runId))).kind).toBe("run");
    }
  });

  test("their facets say what things are: a stream's schema, its owner, a model, a run's parent", async () => {
    const topic = await client.node(refOf("dataset", "kafka://broker-1.plant:9092", "turbine.scada.raw"));
    expect(topic).toMatchObject({ owner: expect.stringMatching(/^party:-:/), facts: { facets: { schema: { fields: expect.any(Array) }, datasetType: { datasetType: expect.any(String) } } } });
    expect((await client.search({ q: "turbine-failure", kind: "model" })).results).toHaveLength(1);
    expect((await client.search({ kind: "column", q: "turbine_thermal" })).total).toBeGreaterThan(0);
  });
});

describe("inference logs as CloudEvents", () => {
  const [binary, structured] = filesIn("cloudevents").map(({ text }) => text);

  test("are kept in structured and binary mode, with a warning that no lineage is read from them", async () => {
    const whole = await client.events(structured);
    expect([whole.status, whole.body.receipts[0]?.warnings]).toEqual([202, [expect.stringContaining("org.kubeflow.serving.inference.request")]]);
    const headers = {
      "content-type": "application/json", "ce-specversion": "1.0", "ce-id": "9b1deb4d", "ce-source": "http://localhost:9081/", "ce-type": "org.kubeflow.serving.inference.request",
      "ce-time": "2026-11-23T06:40:00.123456Z", "ce-inferenceservicename": "turbine-failure", "ce-namespace": "ml", "ce-component": "predictor", "ce-endpoint": "default",
    };
    expect((await client.events(binary, headers)).body).toMatchObject({ accepted: 1, refused: [] });
    // request and response of one inference share an id: the type tells them apart
    expect((await client.events(binary, { ...headers, "ce-type": "org.kubeflow.serving.inference.response" })).body.receipts[0]?.duplicate).toBe(false);
  });
});

describe("webhooks of MLflow", () => {
  test.each(filesIn("mlflow"))("$name is refused as OpenLineage, and kept as the data of a CloudEvent", async ({ name, text }) => {
    const refused = await client.lineage<Problem>(text);
    expect([refused.status, refused.body.code]).toEqual([400, "unreadable"]);
    const kept = await client.events(text, { "content-type": "application/json", "ce-specversion": "1.0", "ce-id": name, "ce-source": "/mlflow", "ce-type": "org.mlflow.webhook" });
    expect([kept.status, (kept.body.receipts[0] as Receipt).duplicate]).toEqual([202, false]);
  });
});
