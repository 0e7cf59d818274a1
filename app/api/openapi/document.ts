import { z } from "zod";
import { ROUTE_POLICIES, type RouteKey } from "@/lib/access/route-policies";
import { HEADWATER_EVENTS } from "@/lib/events/headwater-events";
import { problem } from "./answers";
import type { Answer, Operation } from "./operation";
import { OPERATIONS } from "./operations";

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
type JsonObject = { [key: string]: Json };

const afterAndAsOf = z.object({
  asOf: z.string().optional().meta({ format: "date-time", description: "What was true at this instant; now when absent" }),
  after: z.int().min(0).optional().meta({ description: "Wait until this sequence of the ledger is in the graph, 10 seconds at most" }),
});

/** The JSON Schema (2020-12) of a zod schema. `io`: as it is sent in, or as it comes out. What JSON Schema cannot say is left open. */
function toSchema(schema: z.ZodType, io: "input" | "output"): JsonObject {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { target: "draft-2020-12", io, unrepresentable: "any" });
  return rest as JsonObject;
}

/** The OpenAPI 3.1 document of the whole interface: one operation for each route that has a policy. */
export function openApiDocument(version: string): JsonObject {
  const paths: { [path: string]: JsonObject } = {};
  for (const key of Object.keys(ROUTE_POLICIES) as RouteKey[]) {
    const [method = "", path = ""] = key.split(" ");
    paths[path] = { ...paths[path], [method.toLowerCase()]: operationObject(key, OPERATIONS[key]) };
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "Headwater",
      version,
      description: "Lineage registry: records what came from what, and answers what depends on it. Errors are problem+json with a stable `code`.",
      license: { name: "Apache-2.0", identifier: "Apache-2.0" },
    },
    servers: [{ url: "/" }],
    security: [{ bearer: [] }, { apiKey: [] }, { session: [] }],
    paths,
    components: {
      securitySchemes: {
        bearer: { type: "http", scheme: "bearer", description: "An API token, `hw_…`" },
        apiKey: { type: "apiKey", in: "header", name: "X-API-Key" },
        session: { type: "apiKey", in: "cookie", name: "headwater", description: "`__Host-headwater` over https. Writes must come from our own origin." },
      },
      schemas: {
        Problem: toSchema(problem, "output"),
        ...Object.fromEntries(Object.entries(HEADWATER_EVENTS).map(([type, schema]) => [type, { description: `The data of a CloudEvent of type ${type}`, ...toSchema(schema, "input") }])),
      },
    },
  };
}

function operationObject(key: RouteKey, operation: Operation): JsonObject {
  const { action } = ROUTE_POLICIES[key];
  const query = operation.readsGraph ? z.object({ ...operation.query?.shape, ...afterAndAsOf.shape }) : operation.query;
  const parameters = [
    ...[...key.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => {
      const { description, schema } = operation.path?.[name] ?? { description: name };
      return { name, in: "path", required: true, description, schema: schema ? toSchema(schema, "input") : { type: "string" } };
    }),
    ...(query ? queryParameters(query, operation.queryText ?? {}) : []),
    ...Object.entries(operation.headers ?? {}).map(([name, description]) => ({ name, in: "header", required: false, description, schema: { type: "string" } })),
  ];
  return {
    operationId: key.replace("/api/v1", "").replace(/[{}]/g, "").split(/[^A-Za-z0-9]+/).filter(Boolean).map((word, i) => (i === 0 ? word.toLowerCase() : word.charAt(0).toUpperCase() + word.slice(1))).join(""),
    summary: operation.summary,
    ...(operation.description ? { description: operation.description } : {}),
    tags: [operation.tag],
    ...(action === "public" ? { security: [] } : { "x-headwater-action": action }),
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(operation.body ? { requestBody: { required: true, content: Object.fromEntries(Object.entries(operation.body).map(([type, schema]) => [type, { schema: toSchema(schema, "input") }])) } } : {}),
    responses: { ...Object.fromEntries(Object.entries(operation.answers).map(([status, answer]) => [status, answerObject(answer)])), default: PROBLEM },
  };
}

const PROBLEM: JsonObject = {
  description: "Refused, or failed: see `code`",
  content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } },
};

function answerObject({ description, body, contentType = "application/json", headers }: Answer): JsonObject {
  return {
    description,
    ...(headers ? { headers: Object.fromEntries(Object.entries(headers).map(([name, text]) => [name, { description: text, schema: { type: "string" } }])) } : {}),
    ...(body ? { content: { [contentType]: { schema: toSchema(body, "output") } } } : {}),
  };
}

function queryParameters(query: z.ZodObject, texts: Readonly<Record<string, string>>): JsonObject[] {
  const { properties = {}, required = [] } = toSchema(query, "input") as { properties?: { [name: string]: JsonObject }; required?: string[] };
  return Object.entries(properties).map(([name, { description = texts[name], ...schema }]) => ({
    name,
    in: "query",
    required: required.includes(name),
    ...(description === undefined ? {} : { description }),
    schema,
  }));
}
