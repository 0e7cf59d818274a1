import { expect, test } from "vitest";
import type { Viewer } from "@/lib/access/viewer";
import { Ledger } from "./ledger";
import { recordsParams, searchRecords, type RecordsParams } from "./search-records";
import { inEmptyDirectory, recordNumber } from "./testing/records";

const everyone: Viewer = { id: "user:1", name: "all", role: "viewer", namespaces: null };
const bound: Viewer = { ...everyone, namespaces: ["shop"] };

/** Records 1 to 12: every third about shop, and record 2 of a type that is rare. */
async function withLedger(run: (search: (viewer: Viewer, params: RecordsParams, most?: number) => { found: number[]; searchedDownTo: number | null; next: number | null }, ledger: Ledger) => void): Promise<void> {
  await inEmptyDirectory(async (directory) => {
    const ledger = Ledger.open(directory);
    for (let n = 1; n <= 12; n++) {
      const rare = n === 2 ? ({ kind: "cloudevent", type: 'dev.example."rare"' } as const) : {};
      await ledger.append(recordNumber(n, { subject: n % 3 === 0 ? `run:shop:r${n}` : `run:test:r${n}`, ...rare }));
    }
    run((viewer, params, most) => {
      const { entries, ...rest } = searchRecords(ledger, viewer, recordsParams.parse(params), most);
      return { found: entries.map(({ sequence }) => sequence), ...rest };
    }, ledger);
    await ledger.close();
  });
}

test("the newest come first, page by page, down to the first", () =>
  withLedger((search) => {
    expect(search(everyone, { limit: 5 })).toEqual({ found: [12, 11, 10, 9, 8], searchedDownTo: 8, next: 8 });
    expect(search(everyone, { limit: 5, before: 8 })).toEqual({ found: [7, 6, 5, 4, 3], searchedDownTo: 3, next: 3 });
    expect(search(everyone, { limit: 5, before: 3 })).toEqual({ found: [2, 1], searchedDownTo: 1, next: null });
    expect(search(everyone, { from: 4, before: 7 })).toEqual({ found: [6, 5, 4], searchedDownTo: 4, next: null });
    expect(search(everyone, { before: 1 })).toEqual({ found: [], searchedDownTo: null, next: null });
  }));

test("a filter that matches rarely stops after so many records, and goes on from there", () =>
  withLedger((search) => {
    expect(search(everyone, { type: 'dev.example."rare"' }, 6)).toEqual({ found: [], searchedDownTo: 7, next: 7 });
    expect(search(everyone, { type: 'dev.example."rare"', before: 7 }, 6)).toEqual({ found: [2], searchedDownTo: 1, next: null });
    expect(search(everyone, { kind: "cloudevent" })).toMatchObject({ found: [2] });
    expect(search(everyone, { kind: "openlineage", type: 'dev.example."rare"' })).toMatchObject({ found: [] });
  }));

test("records about a reference, and the one with an id", () =>
  withLedger((search) => {
    expect(search(everyone, { about: "job:test:j0" })).toEqual({ found: [12, 9, 6, 3], searchedDownTo: 1, next: null });
    expect(search(everyone, { about: "job:test:j0", limit: 2, before: 12 })).toEqual({ found: [9, 6], searchedDownTo: 6, next: 6 });
    expect(search(everyone, { about: "job:test:j0", from: 5 })).toMatchObject({ found: [12, 9, 6] });
    expect(search(everyone, { id: recordNumber(4).id })).toMatchObject({ found: [4], next: null });
    expect(search(everyone, { id: "unknown" })).toEqual({ found: [], searchedDownTo: null, next: null });
    expect(recordsParams.safeParse({ about: "no reference" }).success).toBe(false);
  }));

test("a bound viewer gets the records of its namespaces, as if there were no others", () =>
  withLedger((search) => {
    expect(search(bound, {})).toMatchObject({ found: [12, 9, 6, 3] });
    // record 12 is about shop, and about a job of test: asking by the job's name tells nothing
    expect(search(bound, { about: "job:test:j0" })).toEqual({ found: [], searchedDownTo: null, next: null });
    expect(search(bound, { id: recordNumber(4).id })).toMatchObject({ found: [] });
  }));
