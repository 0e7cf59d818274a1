import { describe, expect, test } from "vitest";
import { attentionItems, checkedWords, kindCounts, type DepartureFacts } from "./home-facts";

const BOUNDS = { lately: 100, marked: 10 };
const WATERMARK = { sequence: 9, recordedAt: "2026-01-05T04:00:00Z", lagMs: 0, deadLetters: 0 };
const FRESH = { total: 3, onTime: 2, late: 0, withoutRule: 1, latest: "2026-01-05T03:00:00Z", sources: [] };
const source = { ref: "dataset:aws:cpu", name: "cpu", namespace: "aws", latest: null, ageMs: null, rule: null, lateMs: 2_400_000, everyMs: null, halfHours: [] };
const CALM: DepartureFacts = {
  jobs: { total: 4, succeeded: 4, failed: 0, worst: [] }, conflicts: { total: 0, first: [] }, placeholders: { total: 0, first: [] }, deployments: { active: 2, undeployed: 1 }, deployedModels: 2,
};
const base = { incidents: { total: 0, first: [] }, freshness: FRESH, departures: CALM, watermark: WATERMARK, mayReadDeadLetters: true, bounds: BOUNDS };

describe("what needs attention", () => {
  test("is nothing when all is normal, and says what was checked", () => {
    expect(attentionItems(base)).toEqual([]);
    expect(checkedWords(base)).toEqual([
      "incidents", "2 sources on time (1 more without a rule yet)", "the last run of 4 jobs", "how far the graph is behind", "dead letters", "conflicts", "what was named and never seen",
    ]);
  });
  test("comes with the most urgent first", () => {
    const items = attentionItems({
      ...base,
      incidents: { total: 1, first: [{ id: "i1", title: "Missed", target: "model:ops:m@7", reportedAt: "2026-01-05T03:20:00Z" }] },
      freshness: { ...FRESH, late: 1, onTime: 1, sources: [source] },
      departures: {
        ...CALM, jobs: { ...CALM.jobs, failed: 4, worst: [{ job: "job:etl:a", run: "run:etl:1", state: "failed", at: "2026-01-05T03:00:00Z" }] },
        conflicts: { total: 10, first: [{ ref: "dataset:a:b", kind: "dataset" }] }, placeholders: { total: 1, first: [{ ref: "dataset:a:c", kind: "dataset" }] },
      },
      watermark: { ...WATERMARK, lagMs: 60_000, deadLetters: 2 },
    });
    expect(items.map(({ kind, count, title }) => `${kind}: ${count ?? ""} ${title}`)).toEqual([
      "incidents: 1 incident reported", "jobs: 4 jobs whose last run failed", "late: 1 source is late", "lag:  The graph is 1 min behind the ledger",
      "deadLetters: 2 records could not be drawn", "conflicts: 10 or more things with conflicting records", "placeholders: 1 expected, never seen",
    ]);
    expect(items[0]!.first[0]).toMatchObject({ name: "Missed · m@7", href: "/incidents/i1" });
    expect(items.map(({ href }) => href)).toEqual(["/incidents", null, "#freshness", "/status", "/dead-letters", null, null]);
    expect(items[2]!.note).toBe("Longest due: cpu, late 40 min.");
  });
  test("says of sources that all stopped together since when nothing has come", () => {
    const [late] = attentionItems({ ...base, freshness: { ...FRESH, late: 2, onTime: 0, sources: [source] } });
    expect(late?.note).toBe("All that can be judged: nothing has come since 2026-01-05 03:00 UTC.");
  });
  test("tells dead letters only to who may read them", () =>
    expect(attentionItems({ ...base, watermark: { ...WATERMARK, deadLetters: 1 }, mayReadDeadLetters: false })).toEqual([]));
});

describe("what is here", () => {
  const rows = (["source", "dataset", "model", "deployment", "job", "prediction"] as const).map((kind) => ({ kind, total: 5, lately: 101, latestAt: "2026-01-05T03:00:00Z" }));
  const notes = (departures: DepartureFacts, freshness = FRESH) => kindCounts(rows, freshness, departures, BOUNDS).map(({ note }) => note?.text ?? null);
  test("comes with what is worth saying of each kind", () =>
    expect(notes(CALM)).toEqual(["2 of 2 on time", null, "2 deployed now", "2 active, 1 undeployed", "4 succeeded in the last run", "latest 2026-01-05 03:00"]));
  test("says what departs from normal instead", () => {
    const troubled = { ...CALM, jobs: { ...CALM.jobs, failed: 1 }, placeholders: { total: 2, first: [{ ref: "dataset:a:b", kind: "dataset" as const }] } };
    expect(notes(troubled, { ...FRESH, late: 2 })).toEqual(["2 of 2 late", "2 definitions expected, never seen", "2 deployed now", "2 active, 1 undeployed", "1 failed in the last run", "latest 2026-01-05 03:00"]);
  });
  test("says no more of the change than was counted, and nothing of a kind that is empty", () => {
    expect(kindCounts(rows, FRESH, CALM, BOUNDS)[0]).toMatchObject({ lately: 100, atLeast: true });
    expect(kindCounts([{ kind: "job", total: 0, lately: 0, latestAt: null }], FRESH, CALM, BOUNDS)).toEqual([{ kind: "job", total: 0, lately: 0, atLeast: false, note: null }]);
  });
});
