import { resolve } from "node:path";
import { expect, test } from "vitest";
import { EnvError, parseEnv } from "@/graph/env";

const faultsOf = (variables: Record<string, string>): readonly string[] => {
  try {
    parseEnv(variables);
  } catch (error) {
    if (error instanceof EnvError) return error.faults;
    throw error;
  }
  return [];
};

test("nothing set is a working environment", () => {
  expect(parseEnv({})).toEqual({
    port: 3000,
    host: "127.0.0.1",
    dataDir: resolve(".headwater"),
    adminToken: null,
    logLevel: "warn",
    neo4j: null,
    database: "neo4j",
    embedded: { heapMb: 640, pagecacheMb: 384, libDir: null },
  });
});

test("every fault is named at once, and no value is repeated", () => {
  const variables = { PORT: "80x", HEADWATER_ADMIN_TOKEN: "hunter2-too-short", NEO4J_URI: "http://graph:7687", HEADWATER_NEO4J_HEAP_MB: "1", HEADWATER_LOG_LEVEL: "loud" };
  const faults = faultsOf(variables);
  expect(faults.map((fault) => fault.split(" ")[0]).sort()).toEqual(["HEADWATER_ADMIN_TOKEN", "HEADWATER_LOG_LEVEL", "HEADWATER_NEO4J_HEAP_MB", "NEO4J_PASSWORD", "NEO4J_URI", "PORT"]);
  expect(faults.join("\n")).not.toContain("hunter2");
});

test("an admin token of 31 characters is refused and one of 32 taken", () => {
  expect(faultsOf({ HEADWATER_ADMIN_TOKEN: "x".repeat(31) })).toHaveLength(1);
  expect(parseEnv({ HEADWATER_ADMIN_TOKEN: "x".repeat(32) }).adminToken).toBe("x".repeat(32));
});

test("an empty variable counts as not set", () => {
  expect(parseEnv({ PORT: "", NEO4J_URI: "", HEADWATER_ADMIN_TOKEN: "" })).toEqual(parseEnv({}));
});

test("a server of one's own needs its password", () => {
  expect(faultsOf({ NEO4J_URI: "neo4j://graph:7687" })).toEqual(["NEO4J_PASSWORD is needed when NEO4J_URI is set"]);
  expect(parseEnv({ NEO4J_URI: "neo4j+s://graph:7687", NEO4J_PASSWORD: "p" }).neo4j).toEqual({ uri: "neo4j+s://graph:7687", username: "neo4j", password: "p" });
});
