/** An OpenLineage run event, different for each `n`. */
export function runEvent(n: number, change: object = {}): object {
  return {
    eventTime: "2026-01-01T00:00:00Z",
    eventType: "COMPLETE",
    producer: "https://example.org/tests",
    schemaURL: "https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent",
    run: { runId: `00000000-0000-4000-8000-${String(n).padStart(12, "0")}` },
    job: { namespace: "shop", name: "daily" },
    inputs: [{ namespace: "shop", name: "orders" }],
    outputs: [{ namespace: "shop", name: `report-${n}` }],
    ...change,
  };
}

/** A structured CloudEvent of one of Headwater's types, different for each `n`. */
export function cloudEvent(n: number, change: object = {}): Record<string, unknown> {
  return {
    specversion: "1.0",
    id: `event-${n}`,
    source: "/tests",
    type: "dev.headwater.dependency.declared.v1",
    time: "2026-01-01T00:00:00Z",
    data: { from: { namespace: "shop", name: `a${n}` }, to: { namespace: "shop", name: "b" } },
    ...change,
  };
}
