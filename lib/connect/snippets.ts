import { CLOUDEVENTS_PYTHON, MLFLOW, PYTHON } from "./snippet-programs";

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
