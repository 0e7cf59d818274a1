import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { HEADWATER_EVENTS } from "@/lib/events/headwater-events";
import { parseCloudEvent } from "@/lib/events/cloud-event";
import { openLineageWarnings, parseOpenLineage } from "@/lib/events/open-lineage";
import { nowMicros } from "@/lib/time";
import { exampleTime, snippets } from "./snippets";

const values = { origin: "https://headwater.example.org", token: "hw_0123_secret", now: exampleTime() };
const all = snippets(values);
const textOf = (id: string) => all.find((it) => it.id === id)!.blocks.map(({ text }) => text).join("\n");

test("every client is told the address and the token, each once", () => {
  for (const { id, blocks } of all) {
    const text = blocks.map((it) => it.text).join("\n");
    expect([id, text.split(values.origin).length - 1, text.split(values.token).length - 1]).toEqual([id, 1, 1]);
  }
  expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
});

/** What a shell makes of a command: its arguments, without running it. */
const argumentsOf = (command: string): string[] => JSON.parse(execFileSync("sh", ["-c", `curl() { node -e 'process.stdout.write(JSON.stringify(process.argv.slice(1)))' -- "$@"; }\n${command}`], { encoding: "utf8" })) as string[];

test("the commands send events that are taken without a warning", () => {
  const lineage = argumentsOf(textOf("curl"));
  expect(lineage[0]).toBe("https://headwater.example.org/api/v1/lineage");
  const event: unknown = JSON.parse(lineage.at(-1)!);
  expect(openLineageWarnings(event, parseOpenLineage(event), nowMicros())).toEqual([]);
  const cloud = argumentsOf(textOf("cloudevents"));
  expect(cloud).toContain("Content-Type: application/cloudevents+json");
  const { type, data } = parseCloudEvent(JSON.parse(cloud.at(-1)!));
  expect(HEADWATER_EVENTS[type as keyof typeof HEADWATER_EVENTS].safeParse(data).success).toBe(true);
});

test("Airflow's transport is the JSON that its provider reads, whatever stands in the token", () => {
  const [, environment] = snippets({ ...values, token: "it's" }).find(({ id }) => id === "airflow")!.blocks;
  const transport = execFileSync("sh", ["-c", `${environment!.text}\nprintf %s "$AIRFLOW__OPENLINEAGE__TRANSPORT"`], { encoding: "utf8" });
  expect(JSON.parse(transport)).toEqual({ type: "http", url: values.origin, auth: { type: "api_key", apiKey: "it's" } });
});
