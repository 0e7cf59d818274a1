import { describe, expect, it } from "vitest";
import { z } from "zod";
import { ROUTE_POLICIES } from "@/lib/access/route-policies";
import { HEADWATER_EVENTS } from "@/lib/events/headwater-events";
import type { ActivityAnswer } from "@/graph/queries/find-activity";
import type { ChangesAnswer } from "@/graph/queries/find-changes";
import type { ComparisonAnswer } from "@/graph/queries/find-comparison";
import type { GraphAnswer } from "@/graph/queries/find-graph";
import type { ImpactAnswer } from "@/graph/queries/find-impact";
import type { IncidentAnswer, IncidentsAnswer } from "@/graph/queries/find-incidents";
import type { DeadLettersAnswer } from "@/graph/queries/list-dead-letters";
import type { NodeAnswer } from "@/lib/lineage/node-answer";
import type { ProvenanceAnswer } from "@/graph/queries/find-provenance";
import type { RecordAnswer } from "@/graph/queries/find-record";
import type { RecordsAnswer } from "@/graph/queries/find-records";
import type { StatusAnswer } from "@/graph/queries/find-status";
import type { SearchAnswer } from "@/graph/queries/search";
import type * as answers from "./answers";
import type { deadLettersAnswer } from "./dead-letter-answers";
import type * as ledgerAnswers from "./record-answers";
import type * as timeAnswers from "./time-answers";
import { openApiDocument } from "./document";

/** The type check fails when an answer is no longer what the document says. */
type Fits<Answer extends z.input<Schema>, Schema extends z.ZodType> = [Answer, Schema];
export type Checked = [
  Fits<GraphAnswer, typeof answers.graphAnswer>,
  Fits<ImpactAnswer, typeof answers.impactAnswer>,
  Fits<IncidentAnswer, typeof answers.incidentAnswer>,
  Fits<IncidentsAnswer, typeof answers.incidentsAnswer>,
  Fits<NodeAnswer, typeof answers.nodeAnswer>,
  Fits<ProvenanceAnswer, typeof answers.provenanceAnswer>,
  Fits<SearchAnswer, typeof answers.searchAnswer>,
  Fits<DeadLettersAnswer, typeof deadLettersAnswer>,
  Fits<RecordAnswer, typeof ledgerAnswers.recordAnswer>,
  Fits<RecordsAnswer, typeof ledgerAnswers.recordsAnswer>,
  Fits<ActivityAnswer, typeof ledgerAnswers.activityAnswer>,
  Fits<ChangesAnswer, typeof timeAnswers.changesAnswer>,
  Fits<ComparisonAnswer, typeof timeAnswers.comparisonAnswer>,
  Fits<StatusAnswer, typeof ledgerAnswers.statusAnswer>,
];

const schema = z.record(z.string(), z.unknown());
const media = z.record(z.string().regex(/^[\w.+-]+\/[\w.+*-]+$/), z.strictObject({ schema }));
const parameter = z.strictObject({ name: z.string(), in: z.enum(["path", "query", "header"]), required: z.boolean(), description: z.string().optional(), schema });
const operation = z.strictObject({
  operationId: z.string().regex(/^[a-z][A-Za-z0-9]+$/),
  summary: z.string().min(1),
  description: z.string().optional(),
  tags: z.array(z.string()).length(1),
  security: z.array(z.unknown()).length(0).optional(),
  "x-headwater-action": z.string().optional(),
  parameters: z.array(parameter).optional(),
  requestBody: z.strictObject({ required: z.literal(true), content: media }).optional(),
  responses: z.record(
    z.string().regex(/^([1-5]\d\d|default)$/),
    z.strictObject({ description: z.string().min(1), headers: z.record(z.string(), z.object({ schema })).optional(), content: media.optional() }),
  ),
});
/** The shape that OpenAPI 3.1 asks for, as far as this document uses it; anything else in it is refused. */
const openApi31 = z.strictObject({
  openapi: z.literal("3.1.0"),
  info: z.looseObject({ title: z.string(), version: z.string(), license: z.strictObject({ name: z.string(), identifier: z.string() }) }),
  servers: z.array(z.strictObject({ url: z.string() })),
  security: z.array(z.record(z.string(), z.array(z.string()))),
  paths: z.record(z.string().startsWith("/"), z.partialRecord(z.enum(["get", "post", "put", "patch", "delete"]), operation)),
  components: z.strictObject({ securitySchemes: z.record(z.string(), z.looseObject({ type: z.enum(["http", "apiKey"]) })), schemas: z.record(z.string().regex(/^[\w.-]+$/), schema) }),
});

const document = openApi31.parse(JSON.parse(JSON.stringify(openApiDocument("1.2.3"))));
const operations = Object.entries(document.paths).flatMap(([path, methods]) => Object.entries(methods).map(([method, it]) => ({ key: `${method.toUpperCase()} ${path}`, path, ...it! })));

describe("the OpenAPI document", () => {
  it("has every route that has a policy, and no other", () => {
    expect(operations.map(({ key }) => key).sort()).toEqual(Object.keys(ROUTE_POLICIES).sort());
  });

  it("names each operation once", () => {
    expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(operations.length);
  });

  it("describes each parameter of each path, and none twice", () => {
    for (const { key, path, parameters = [] } of operations) {
      const inPath = parameters.filter((it) => it.in === "path");
      expect(inPath.map(({ name }) => name).sort(), key).toEqual([...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]).sort());
      expect(inPath.every(({ required }) => required)).toBe(true);
      expect(new Set(parameters.map((it) => `${it.in} ${it.name}`)).size, key).toBe(parameters.length);
    }
  });

  it("lets every read of the graph take asOf and after", () => {
    for (const path of ["/api/v1/search", "/api/v1/nodes/{ref}", "/api/v1/graph", "/api/v1/impact", "/api/v1/predictions/{id}/provenance", "/api/v1/incidents", "/api/v1/incidents/{id}"]) {
      const names = document.paths[path]?.get?.parameters?.map(({ name }) => name);
      expect(names, path).toEqual(expect.arrayContaining(["asOf", "after"]));
    }
  });

  it("says what each parameter means", () => {
    for (const { key, parameters = [] } of operations) for (const { name, description, schema } of parameters) expect(description ?? schema.enum, `${key} ${name}`).toBeTruthy();
  });

  it("demands only what a route cannot do without", () => {
    const required = (path: string) => document.paths[path]?.get?.parameters?.filter((it) => it.required).map(({ name }) => name);
    expect(required("/api/v1/graph")).toEqual(["ref"]);
    expect(required("/api/v1/impact")).toEqual(["ref"]);
    expect(required("/api/v1/search")).toEqual([]);
  });

  it("resolves every reference within itself", () => {
    const found = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map((match) => match[1] ?? "");
    expect(found.length).toBeGreaterThan(0);
    for (const ref of found) {
      const target = ref.replace(/^#\//, "").split("/").reduce<unknown>((at, step) => (at as Record<string, unknown> | undefined)?.[step], document);
      expect(target, ref).toBeDefined();
    }
  });

  it("has the data of every event type of Headwater", () => {
    for (const type of Object.keys(HEADWATER_EVENTS)) expect(document.components.schemas[type], type).toMatchObject({ type: "object", required: expect.any(Array) });
  });

  it("asks for no sign-in exactly where the policy is public", () => {
    for (const { key, security } of operations) expect(security !== undefined, key).toBe(ROUTE_POLICIES[key as keyof typeof ROUTE_POLICIES].action === "public");
  });
});
