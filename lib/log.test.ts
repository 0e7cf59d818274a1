import { afterAll, beforeEach, expect, test } from "vitest";
import { configureLog, log, neverLog } from "@/lib/log";

let lines: string[] = [];
beforeEach(() => {
  lines = [];
  configureLog({ level: "info", write: (line) => lines.push(line) });
});
afterAll(() => configureLog({ level: "warn", write: (line) => void process.stderr.write(line) }));

test("a line is one JSON object with time, level and message", () => {
  log.info("started", { port: 3000 });
  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatch(/\n$/);
  expect(JSON.parse(lines[0] ?? "")).toMatchObject({ level: "info", message: "started", port: 3000 });
});

test("a level below the threshold is not written", () => {
  log.debug("detail");
  expect(lines).toEqual([]);
});

test("secrets do not reach the log, by field name, form or value", () => {
  neverLog("canary-7f3a9b");
  log.error("refused canary-7f3a9b", {
    headers: { authorization: "Bearer abcdefghijkl", cookie: "__Host-lin=1", accept: "*/*" },
    text: "sent Bearer abcdefghijkl to neo4j://user:hunter2@host",
    error: new Error("bad canary-7f3a9b", { cause: new Error("canary-7f3a9b below") }),
    password: "hunter2",
  });
  const line = lines[0] ?? "";
  for (const secret of ["canary-7f3a9b", "abcdefghijkl", "__Host-lin", "hunter2"]) expect(line).not.toContain(secret);
  expect(line).toContain("*/*");
});

test("a cycle ends", () => {
  const cycle: Record<string, unknown> = {};
  cycle.self = cycle;
  log.info("cycle", cycle);
  expect(lines).toHaveLength(1);
});
