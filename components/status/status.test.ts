import { expect, test } from "vitest";
import { neo4jAdvice, projectorAdvice, statusSentence, worstState, type Status } from "./status";

const WELL: Status = {
  at: "2026-01-01T00:00:00Z",
  ledger: { state: "up", problem: null, size: 100, lastRecordedAt: null, usedBytes: null, freeBytes: null },
  projector: { state: "up", offset: 100, lagRecords: 0, lagMs: 0, ratePerSecond: 0, deadLetters: 0, retrying: false, lastError: null },
  neo4j: { state: "up", embedded: true, restarts: 0, version: null, address: null, database: null },
  graph: null,
  versions: { headwater: "1", node: "20", schema: null, interpretation: 1 },
  process: { startedAt: "2026-01-01T00:00:00Z", uptimeMs: 1, memoryBytes: 1 },
  settings: null,
};
const behind: Status = { ...WELL, projector: { ...WELL.projector, state: "behind", offset: 40, lagRecords: 60, lagMs: 9000, ratePerSecond: 1 } };
const away: Status = { ...WELL, neo4j: { ...WELL.neo4j, state: "down", embedded: false, restarts: null } };

test("the worst part is the state of all", () => {
  expect([WELL, behind, away, { ...behind, neo4j: away.neo4j }].map(worstState)).toEqual(["up", "behind", "down", "down"]);
});

test("the sentence says first whether events are taken", () => {
  expect(statusSentence(WELL)).toBe("Events are taken, and the graph knows them all.");
  expect(statusSentence(behind)).toBe("Events are taken. The graph is behind.");
  expect(statusSentence(away)).toBe("Events are taken. The graph does not answer.");
  expect(statusSentence({ ...away, ledger: { ...WELL.ledger, state: "down", problem: "full" } })).toBe("Events are refused. What was recorded is safe.");
});

test("what is well needs no advice, and what is not says how it goes on", () => {
  expect([projectorAdvice(WELL), neo4jAdvice(WELL)]).toEqual([null, null]);
  expect(projectorAdvice(behind)).toBe("60 records to go. About 1 min to go.");
  expect(projectorAdvice({ ...behind, projector: { ...behind.projector, state: "starting" } })).toMatch(/^40 of 100 records are in it\./);
  expect(projectorAdvice({ ...behind, neo4j: away.neo4j })).toBe("It waits for Neo4j, and goes on by itself.");
  expect(neo4jAdvice(away)).toContain("NEO4J_URI");
  const own = (neo4j: Partial<Status["neo4j"]>) => neo4jAdvice({ ...WELL, neo4j: { ...WELL.neo4j, embedded: true, restarts: 0, ...neo4j } });
  expect(own({ state: "starting" })).toContain("It is starting");
  expect(own({ state: "starting", restarts: 1 })).toContain("started again by itself");
  expect(own({ state: "down" })).toContain("does not answer");
});
