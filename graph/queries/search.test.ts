import { describe, expect, test } from "vitest";
import { hourText } from "@/graph/seed/small-world";
import { bound, everyone, seedGraph } from "@/graph/testing/seeded-graph";
import { search, type SearchParams } from "./search";

seedGraph();

const refs = async (params: SearchParams, viewer = everyone) => (await search(viewer, params)).results.map(({ ref }) => ref);

describe("search", () => {
  test("finds definitions by part of their name, whatever the case: whole names, then beginnings, then the rest", async () => {
    expect(await refs({ q: "ORPHAN" })).toEqual(["dataset:shop:Orphan"]);
    expect((await refs({ q: "clean" })).slice(0, 3)).toEqual(["dataset:shop:clean", "job:etl:clean@v0", "job:etl:clean@v1"]);
    expect(await refs({ q: "lat" })).toEqual(["model:ops:latency@2", "model:ops:latency@1", "deployment:ops:prod/latency"]);
  });

  test("finds what a job version shares its name with before the version", async () => {
    const { results } = await search(everyone, { q: "lea" });
    const kinds = results.map(({ kind }) => kind);
    expect(kinds).toContain("jobversion");
    expect(kinds).toContain("dataset");
    expect(kinds.lastIndexOf("dataset")).toBeLessThan(kinds.indexOf("jobversion"));
  });

  test("finds jobs and parties by part of their name, when they are what is looked for", async () => {
    expect(await refs({ q: "LEA", kind: "job" })).toEqual(["job:etl:clean"]);
    expect(await search(everyone, { q: "team", kind: "party" })).toMatchObject({ total: 1, results: [{ ref: "party:-:team-a" }] });
    expect(await refs({ q: "lea", kind: "job" }, bound("shop"))).toEqual([]);
  });

  test("finds instances by id, by the start of an id, and by trace id", async () => {
    expect(await refs({ q: "p-1" })).toEqual(["prediction:ops:p-1"]);
    expect((await refs({ q: "clean-", kind: "batch" })).sort()).toEqual(["batch:shop:clean@clean-1", "batch:shop:clean@clean-2", "batch:shop:clean@clean-3"]);
    expect(await refs({ q: "0AF7651916CD43DD8448EB211C80319C" })).toEqual(["prediction:ops:p-1"]);
    expect(await refs({ q: "651916" })).toEqual([]);
  });

  test("finds anything by its reference, a source by either", async () => {
    expect(await refs({ q: "source:shop:orders" })).toEqual(["dataset:shop:orders"]);
    expect(await refs({ q: "run:etl:clean-1" })).toEqual(["run:etl:clean-1"]);
  });

  test("lists a kind newest first, page by page, with the exact total", async () => {
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await search(everyone, { kind: "dataset", limit: 7, cursor });
      expect(page).toMatchObject({ total: 40, shown: page.results.length });
      seen.push(...page.results.map(({ ref }) => ref));
      cursor = page.next;
    } while (cursor !== undefined);
    expect(new Set(seen).size).toBe(40);
    expect(await refs({ kind: "model" })).toEqual(["model:ops:latency@2", "model:ops:latency@1"]);
    expect(await refs({ kind: "prediction", limit: 2 })).toEqual(["prediction:ops:p-2", "prediction:shop:p-2"]);
    expect(await refs({ kind: "model", asOf: hourText(1) })).toEqual(["model:ops:latency@1"]);
  });

  test("lists what is only named, and so has no time, last", async () => {
    const first = await search(everyone, { kind: "featureset", limit: 1 });
    expect([first.results.map(({ ref }) => ref), first.total]).toEqual([["featureset:ops:fs-1"], 2]);
    const second = await search(everyone, { kind: "featureset", limit: 1, cursor: first.next });
    expect(second).toMatchObject({ results: [{ ref: "featureset:ops:fs-lost", state: "missing" }], total: 2 });
    expect(second.next).toBeUndefined();
  });

  test("pages through matches without a gap or a repeat", async () => {
    const first = await search(everyone, { q: "out", limit: 11 });
    const second = await search(everyone, { q: "out", limit: 11, cursor: first.next });
    const third = await search(everyone, { q: "out", limit: 11, cursor: second.next });
    expect(new Set([first, second, third].flatMap(({ results }) => results.map(({ ref }) => ref))).size).toBe(30);
    expect([first.total, third.shown, third.next]).toEqual([30, 8, undefined]);
  });

  test("neither shows nor counts what the reader may not see", async () => {
    expect(await search(bound("shop"), { q: "ledger" })).toMatchObject({ results: [], total: 0 });
    expect(await search(bound("shop"), { kind: "prediction" })).toMatchObject({ total: 1, results: [{ ref: "prediction:shop:p-2" }] });
    expect(await search(bound("shop"), { kind: "source" })).toMatchObject({ results: [{ ref: "dataset:shop:orders", owner: "party:-:team-a" }] });
    expect((await search(bound(), { q: "clean" })).total).toBe(0);
  });

  test.each(["' OR 1=1 //", "`", "\u0000", "%", "*", ".*", "\\", "${x}", "🙂".repeat(300), "n) DETACH DELETE (n"])("is unharmed by %j", async (q) => {
    expect((await search(everyone, { q })).total).toBe(0);
  });

  test("finds nothing when nothing is asked, and refuses a cursor of its own making", async () => {
    expect(await search(everyone, { q: "  " })).toMatchObject({ results: [], total: 0 });
    await expect(search(everyone, { q: "a", cursor: "bm9wZQ" })).rejects.toMatchObject({ code: "invalid", pointer: "/cursor" });
    await expect(search(everyone, { kind: "step" as never })).rejects.toThrow();
  });
});
