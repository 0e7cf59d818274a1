import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, inject, test } from "vitest";
import { projectRoot } from "@/graph/runtime/project-root";
import { exampleTime, snippets, type Snippet } from "@/lib/connect/snippets";
import { Client, edgesOf, newNamespace } from "./testing/client";
import { jobVersionRef, World } from "./testing/world";

/** Python with openlineage-python, as `npm test` prepares it. */
const PYTHON = process.env.HEADWATER_TEST_PYTHON ?? join(projectRoot(), ".venv", "bin", "python");
const SCRIPT = fileURLToPath(new URL("./testing/openlineage_client.py", import.meta.url));

const app = inject("app");
let client: Client;
let producer: string;
beforeAll(async () => {
  client = new Client(app);
  const made = await client.post<{ token: string }>("/api/v1/tokens", { name: "airflow", role: "producer" });
  producer = made.body.token;
});

function emit(namespace: string, apiKey: string, mode: string): { status: number | null; said: string; versions: string } {
  if (!existsSync(PYTHON)) throw new Error("There is no Python with openlineage-python: `npm test` prepares one in .venv.");
  const { status, stdout, stderr } = spawnSync(PYTHON, [SCRIPT, app.url, apiKey, namespace, mode], { encoding: "utf8", timeout: 60_000 });
  return { status, said: stderr, versions: stdout.trim() };
}

test("openlineage-python sends START and COMPLETE with facets, an API key and gzip, and the edges can be asked for", async () => {
  const it = new World(newNamespace("airflow"));
  const { status, said, versions } = emit(it.namespace, producer, "gzip");
  expect([status, said]).toEqual([0, ""]);
  expect(versions).toBe("openlineage-python 1.54.0");
  client.last = (await client.get<{ size: number }>("/api/v1/log/checkpoint")).body.size;

  const graph = await client.graph(it.dataset("features/hourly"), { direction: "upstream" });
  const version = jobVersionRef(it.job("daily.build"), [[it.dataset("raw.readings"), "observed"]]);
  expect(edgesOf(graph)).toEqual([`${it.dataset("raw.readings")} > ${version}`, `${version} > ${it.dataset("features/hourly")}`]);
  const columns = await client.graph(it.column("features/hourly", "mean"), { direction: "upstream" });
  expect(edgesOf(columns)).toEqual([`${it.column("raw.readings", "value")} > ${it.column("features/hourly", "mean")}`]);

  const runId = "01890c7e-1111-7222-8333-444455556666";
  expect(await client.node(it.run(runId))).toMatchObject({ state: "complete", facts: { job: { name: "daily.build" }, facets: { nominalTime: { nominalStartTime: "2026-01-01T00:00:00Z" } } } });
  expect((await client.node(it.dataset("features/hourly"))).facts).toMatchObject({ facets: { schema: { fields: [{ name: "mean", type: "double" }] } } });
  expect((await client.node(it.job("daily.build"))).owner).toBe("party:-:team%3Aweather");
  const instance = await client.graph(it.batch("features/hourly", "v-7"), { direction: "upstream" });
  expect(edgesOf(instance)).toContain(`${it.run(runId)} > ${it.batch("features/hourly", "v-7")}`);
});

test("the same events sent again change nothing, and plain ones are the same as packed ones", async () => {
  const it = new World(newNamespace("airflow"));
  expect(emit(it.namespace, producer, "gzip").status).toBe(0);
  const { size } = (await client.get<{ size: number }>("/api/v1/log/checkpoint")).body;
  expect(emit(it.namespace, producer, "plain").status).toBe(0);
  expect((await client.get<{ size: number }>("/api/v1/log/checkpoint")).body.size).toBe(size);
});

test("a wrong API key is an error in the client, and nothing is recorded", async () => {
  const it = new World(newNamespace("airflow"));
  const { status, said } = emit(it.namespace, "wrong-key-of-more-than-thirty-two-letters", "gzip");
  expect(status).not.toBe(0);
  expect(said).toContain("401");
  expect((await client.search({ q: "raw.readings", kind: "dataset" })).results.filter(({ namespace }) => namespace === it.namespace)).toEqual([]);
});

/** The shell's environment after a snippet's `export` lines. */
function environmentOf(text: string): Record<string, string> {
  const { stdout } = spawnSync("sh", ["-c", `${text}\nenv -0`], { encoding: "utf8" });
  return Object.fromEntries(stdout.split("\0").filter(Boolean).map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]));
}

function runPython(program: string, env: Record<string, string>): { status: number | null; said: string } {
  if (!existsSync(PYTHON)) throw new Error("There is no Python with openlineage-python: `npm test` prepares one in .venv.");
  const { status, stderr } = spawnSync(PYTHON, ["-c", program], { encoding: "utf8", env: { ...process.env, ...env }, timeout: 60_000 });
  return { status, said: stderr };
}

/** What the page shows for a client, with the address and the token of this test filled in. */
function shownFor(id: Snippet["id"]): { environment: Record<string, string>; python: string | undefined; shell: string[] } {
  const { blocks } = snippets({ origin: app.url, token: producer, now: exampleTime() }).find((it) => it.id === id)!;
  const shell = blocks.filter(({ language }) => language === "sh").map(({ text }) => text);
  return { environment: environmentOf(shell.filter((text) => text.startsWith("export ")).join("\n")), python: blocks.find(({ language }) => language === "python")?.text, shell };
}

describe("what the page Connect shows", () => {
  const it = new World("demo");
  const settled = async () => (client.last = (await client.get<{ size: number }>("/api/v1/log/checkpoint")).body.size);

  test.each(["curl", "cloudevents"] as const)("works as a command: %s", async (id) => {
    const { shell } = shownFor(id);
    const { status, stdout } = spawnSync("sh", ["-c", shell.join("\n").replace("curl ", "curl -sf ")], { encoding: "utf8", timeout: 60_000 });
    expect([status, stdout]).toEqual([0, expect.stringContaining('"warnings":[]')]);
    await settled();
    if (id === "curl") expect(await client.upstream(it.dataset("revenue"))).toEqual([it.dataset("orders")]);
    else expect((await client.node(it.dataset("orders_latency"))).kind).toBe("source");
  });

  test("works with openlineage-python, by its environment alone", async () => {
    const { environment, python } = shownFor("python");
    expect(runPython(python!, environment)).toEqual({ status: 0, said: "" });
    await settled();
    expect(await client.upstream(it.dataset("revenue"))).toEqual([it.dataset("orders")]);
  });

  test("gives Airflow a transport that OpenLineage's client sends by", async () => {
    const { environment } = shownFor("airflow");
    const { python } = shownFor("python");
    const configured = python!.replace("OpenLineageClient()", 'OpenLineageClient(config={"transport": __import__("json").loads(__import__("os").environ["AIRFLOW__OPENLINEAGE__TRANSPORT"])})').replaceAll('"daily_revenue"', '"airflow_revenue"');
    expect(runPython(configured, environment)).toEqual({ status: 0, said: "" });
    await settled();
    expect(await client.node(it.job("airflow_revenue"))).toMatchObject({ kind: "job", state: "active" });
  });

  test("registers what MLflow trained, with Python's own library", async () => {
    const { environment, python } = shownFor("mlflow");
    expect(runPython(python!, environment)).toEqual({ status: 0, said: "" });
    await settled();
    expect(await client.node(it.model("latency", "1"))).toMatchObject({ kind: "model", state: "active" });
  });

  test("sends a prediction with the CloudEvents SDK", async () => {
    const { environment, python } = shownFor("cloudevents-python");
    expect(runPython(python!, environment)).toEqual({ status: 0, said: "" });
    await settled();
    expect((await client.search({ kind: "prediction", limit: 1000 })).results.filter(({ namespace }) => namespace === "demo")).toMatchObject([{ state: "active" }]);
  });
});
