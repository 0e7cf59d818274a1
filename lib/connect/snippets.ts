/** Where to send to, and with what. `now`: the time that the example events say, RFC 3339. */
export type SnippetValues = { origin: string; token: string; now: string };

/** `sh` is typed at a prompt, the others go into a file. */
export type SnippetBlock = { title: string; language: "sh" | "python" | "yaml"; text: string };
export type Snippet = {
  id: "curl" | "python" | "airflow" | "spark" | "feast" | "cloudevents" | "cloudevents-python" | "mlflow";
  label: string;
  /** What to know before. */
  note: string | null;
  blocks: SnippetBlock[];
};

/** The time that example events say: now, to the second. */
export function exampleTime(): string {
  return `${new Date().toISOString().slice(0, 19)}Z`;
}

/** A shell's single-quoted text; quotes in it are closed and opened again. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

const WIDEST = 72;

/** JSON as a person would write it: what fits on a line stays on it. */
function written(value: unknown, indent = ""): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const deeper = `${indent}  `;
  const isList = Array.isArray(value);
  const members = (separator: string) => Object.entries(value).map(([name, it]) => `${isList ? "" : `${JSON.stringify(name)}: `}${written(it, separator === ", " ? "" : deeper)}`).join(separator);
  const [open, close] = isList ? ["[", "]"] : ["{", "}"];
  const line = `${open}${members(", ")}${close}`;
  return line.length <= WIDEST && !line.includes("\n") ? line : `${open}\n${deeper}${members(`,\n${deeper}`)}\n${indent}${close}`;
}

function curl({ origin, token }: SnippetValues, path: string, contentType: string, event: object): string {
  return [
    `curl ${origin}${path} \\`,
    `  -H "Authorization: Bearer ${token}" \\`,
    `  -H "Content-Type: ${contentType}" \\`,
    `  -d ${quoted(written(event))}`,
  ].join("\n");
}

/** What to paste for each client, with the address and the token filled in. */
export function snippets(values: SnippetValues): Snippet[] {
  const { origin, token, now } = values;
  return [
    {
      id: "curl",
      label: "curl",
      note: "One OpenLineage event by hand: a job that read orders and wrote revenue.",
      blocks: [
        {
          title: "Send an event",
          language: "sh",
          text: curl(values, "/api/v1/lineage", "application/json", {
            eventType: "COMPLETE",
            eventTime: now,
            producer: "https://example.com/by-hand",
            schemaURL: "https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent",
            run: { runId: "0198c7a0-0000-7000-8000-000000000001" },
            job: { namespace: "demo", name: "daily_revenue" },
            inputs: [{ namespace: "demo", name: "orders" }],
            outputs: [{ namespace: "demo", name: "revenue" }],
          }),
        },
      ],
    },
    {
      id: "python",
      label: "Python",
      note: null,
      blocks: [
        { title: "Install", language: "sh", text: "pip install openlineage-python" },
        { title: "Point the client here", language: "sh", text: `export OPENLINEAGE_URL=${origin}\nexport OPENLINEAGE_API_KEY=${token}` },
        { title: "Send a run", language: "python", text: PYTHON },
      ],
    },
    {
      id: "airflow",
      label: "Airflow",
      note: "For schedulers and workers alike. Airflow then reports every task that its operators can read lineage from.",
      blocks: [
        { title: "Install", language: "sh", text: "pip install apache-airflow-providers-openlineage" },
        {
          title: "Environment",
          language: "sh",
          text: [
            `export AIRFLOW__OPENLINEAGE__TRANSPORT=${quoted(JSON.stringify({ type: "http", url: origin, auth: { type: "api_key", apiKey: token } }))}`,
            "export AIRFLOW__OPENLINEAGE__NAMESPACE=airflow",
          ].join("\n"),
        },
      ],
    },
    {
      id: "spark",
      label: "Spark",
      note: "The driver has to reach this address. With Scala 2.13 the package ends in _2.13.",
      blocks: [
        {
          title: "Submit",
          language: "sh",
          text: [
            "spark-submit \\",
            "  --packages io.openlineage:openlineage-spark_2.12:1.53.0 \\",
            "  --conf spark.extraListeners=io.openlineage.spark.agent.OpenLineageSparkListener \\",
            "  --conf spark.openlineage.namespace=spark \\",
            "  --conf spark.openlineage.transport.type=http \\",
            `  --conf spark.openlineage.transport.url=${origin} \\`,
            "  --conf spark.openlineage.transport.auth.type=api_key \\",
            `  --conf spark.openlineage.transport.auth.apiKey=${token} \\`,
            "  your_job.py",
          ].join("\n"),
        },
      ],
    },
    {
      id: "feast",
      label: "Feast",
      note: "Feast reports on apply and on materialize. Its events do not say which feature came from which source: such edges are marked inferred.",
      blocks: [
        { title: "Install", language: "sh", text: "pip install 'feast[openlineage]' grpcio grpcio-health-checking grpcio-reflection" },
        {
          title: "feature_store.yaml",
          language: "yaml",
          text: [
            "openlineage:",
            "  enabled: true",
            "  transport_type: http",
            `  transport_url: ${origin}`,
            `  api_key: ${token}`,
            "  namespace: feast",
            "  emit_on_apply: true",
            "  emit_on_materialize: true",
          ].join("\n"),
        },
      ],
    },
    {
      id: "cloudevents",
      label: "CloudEvents",
      note: "One of Headwater's own events: it declares a source of telemetry.",
      blocks: [
        {
          title: "Send an event",
          language: "sh",
          text: curl(values, "/api/v1/events", "application/cloudevents+json", {
            specversion: "1.0",
            id: `source/orders_latency/${now}`,
            source: "/demo/registry",
            type: "dev.headwater.source.declared.v1",
            time: now,
            data: {
              namespace: "demo",
              name: "orders_latency",
              telemetry: "metrics",
              schema: [{ name: "value", type: "double", unit: "ms" }],
              owner: { name: "team-a" },
              trusted: true,
            },
          }),
        },
      ],
    },
    {
      id: "cloudevents-python",
      label: "CloudEvents SDK",
      note: "The same from Python, for a prediction that your service made.",
      blocks: [
        { title: "Install", language: "sh", text: "pip install cloudevents requests" },
        { title: "Environment", language: "sh", text: clientEnvironment(values) },
        { title: "Send a prediction", language: "python", text: CLOUDEVENTS_PYTHON },
      ],
    },
    {
      id: "mlflow",
      label: "MLflow",
      note: "MLflow sends no lineage events itself. Say what it registered at the end of your training run, where all of it is known.",
      blocks: [
        { title: "Environment", language: "sh", text: clientEnvironment(values) },
        { title: "After mlflow.register_model", language: "python", text: MLFLOW },
      ],
    },
  ];
}

function clientEnvironment({ origin, token }: SnippetValues): string {
  return `export HEADWATER_URL=${origin}\nexport HEADWATER_TOKEN=${token}`;
}

const PYTHON = `from datetime import datetime, timezone

from openlineage.client import OpenLineageClient
from openlineage.client.event_v2 import InputDataset, Job, OutputDataset, Run, RunEvent, RunState
from openlineage.client.uuid import generate_new_uuid

client = OpenLineageClient()
run = Run(runId=str(generate_new_uuid()))
job = Job(namespace="demo", name="daily_revenue")
for state in (RunState.START, RunState.COMPLETE):
    client.emit(
        RunEvent(
            eventType=state,
            eventTime=datetime.now(timezone.utc).isoformat(),
            run=run,
            job=job,
            producer="https://example.com/daily-revenue",
            inputs=[InputDataset(namespace="demo", name="orders")],
            outputs=[OutputDataset(namespace="demo", name="revenue")],
        )
    )
client.close()`;

const CLOUDEVENTS_PYTHON = `import os
import uuid
from datetime import datetime, timezone

import requests
from cloudevents.core.bindings.http import to_structured_event
from cloudevents.core.v1.event import CloudEvent

prediction = str(uuid.uuid4())
now = datetime.now(timezone.utc)
event = CloudEvent(
    attributes={
        "id": prediction,
        "source": "/demo/scorer",
        "type": "dev.headwater.prediction.made.v1",
        "time": now,
    },
    data={
        "namespace": "demo",
        "id": prediction,
        "model": {"namespace": "demo", "name": "latency", "version": "1"},
        "features": [],
        "at": now.isoformat(),
        "output": {"anomaly": False},
    },
)
message = to_structured_event(event)
answer = requests.post(
    os.environ["HEADWATER_URL"] + "/api/v1/events",
    headers={**message.headers, "Authorization": "Bearer " + os.environ["HEADWATER_TOKEN"]},
    data=message.body,
    timeout=10,
)
answer.raise_for_status()
print(answer.json())`;

const MLFLOW = `import hashlib
import json
import os
import urllib.request
import uuid
from datetime import datetime, timezone

# what your run knows: mlflow.active_run().info.run_id, the version that register_model returned, the file that it logged
run_id = "0123456789abcdef0123456789abcdef"
name, version = "latency", "1"
artifact = b"the bytes of your model file"
training_data = b"the bytes of what it was trained on"


def sha256(content):
    return "sha256:" + hashlib.sha256(content).hexdigest()


now = datetime.now(timezone.utc).isoformat()
event = {
    "specversion": "1.0",
    "id": str(uuid.uuid4()),
    "source": "/demo/mlflow",
    "type": "dev.headwater.model.registered.v1",
    "time": now,
    "data": {
        "namespace": "demo",
        "name": name,
        "version": version,
        "artifact": {"digest": sha256(artifact), "location": f"models:/{name}/{version}"},
        "hyperparameters": {"window": 12},
        "training": {
            "run": {"job": {"namespace": "demo", "name": "train_latency"}, "runId": run_id, "endedAt": now},
            "snapshot": {
                "id": f"training/{name}/{version}",
                "digest": sha256(training_data),
                "inputs": [{"dataset": {"namespace": "demo", "name": "orders_latency"}}],
            },
        },
        "metrics": {"f1": 0.9},
        "features": [],
    },
}
request = urllib.request.Request(
    os.environ["HEADWATER_URL"] + "/api/v1/events",
    data=json.dumps(event).encode(),
    headers={
        "Authorization": "Bearer " + os.environ["HEADWATER_TOKEN"],
        "Content-Type": "application/cloudevents+json",
    },
)
with urllib.request.urlopen(request, timeout=10) as answer:
    print(answer.read().decode())`;
