import "server-only";
import { compareText } from "@/lib/lineage/distances";
import type { ChangeCounts, ChangeWhat, LineageChange } from "@/lib/lineage/lineage-change";
import type { Mask } from "@/lib/lineage/mask";
import { INSTANCE_KINDS, type RefKind } from "@/lib/lineage/node-ref";
import { turnsOf, type Within } from "@/lib/lineage/turns";
import { formatInstant, STILL, type Micros } from "@/lib/time";
import { readAppeared, readDeclared, readServedModels, readTurnedEdges } from "./change-parts";
import { CONFIDENCES, type Confidence } from "./definition-edges";
import { failuresAbout } from "./path-failures";

/** No answer has more changes than this. */
export const MAX_CHANGES = 1_000;
/** Of each kind of change so many are read at most, the newest: more than an answer holds. */
const READ = 2_000;
const INTERVALS_READ = 20_000;

/** What is looked at, as references: definitions with the edges among them; instances, of which each happened once; and `failed`, of which only failures are told. */
export type ChangeScope = { definitions: readonly string[]; instances: readonly string[]; failed?: readonly string[] };
export type Changes = { changes: LineageChange[]; counts: ChangeCounts };

type Found = { at: Micros; change: Untimed };
type Untimed = LineageChange extends infer Change ? (Change extends LineageChange ? Omit<Change, "at"> : never) : never;
type Part = { found: Found[]; isCut: boolean };

/** Kinds of change at one instant in this order. */
const ORDER: readonly ChangeWhat[] = ["failure", "served", "declared", "dropped", "seen", "happened", "confidence", "ended", "began"];

/**
 * What changed among some nodes in a period, newest first, `limit` at most. Nothing is named that the mask hides: an edge keeps its end that
 * may be seen, all else is counted.
 * @throws what `readQuery` throws.
 */
export async function changesAmong(scope: ChangeScope, { from, last }: Within, limit: number, mask: Mask): Promise<Changes> {
  // what still holds has no end that a period could reach
  const within = { from, last: Math.min(last, STILL - 1) };
  const keys = [...scope.definitions];
  const refs = [...new Set([...scope.definitions, ...scope.instances])];
  const instances = new Set(scope.instances);
  const parts = await Promise.all([
    edgeChanges(keys, within), servedChanges(keys, within), appeared(refs, instances, within), declaredChanges(keys, within), failureChanges([...new Set([...refs, ...(scope.failed ?? [])])], within),
  ]);
  const all = parts.flatMap(({ found }) => found).sort(newestFirst);
  const seen = all.flatMap(({ at, change }) => {
    const masked = maskChange(change, mask);
    return masked === null ? [] : [{ at: formatInstant(at), ...masked } as LineageChange];
  });
  const shown = seen.slice(0, limit);
  const isCut = parts.some((part) => part.isCut);
  return {
    changes: shown,
    counts: { total: isCut ? null : all.length, shown: shown.length, hiddenByLimit: isCut ? null : seen.length - shown.length, hiddenByAccess: all.length - seen.length },
  };
}

async function edgeChanges(keys: readonly string[], within: Within): Promise<Part> {
  const { rows, isCut, since } = await readIntervals(readTurnedEdges, keys, within);
  const pairs = new Map<string, typeof rows>();
  for (const row of rows) {
    const pair = `${row.from} ${row.to}`;
    const known = pairs.get(pair);
    if (known) known.push(row);
    else pairs.set(pair, [row]);
  }
  const found = [...pairs.values()].flatMap((intervals) => {
    const { from, to, rel } = intervals[0]!;
    return turnsOf(intervals.map((it) => ({ ...it, from: it.validFrom, to: it.validTo })), bestOf, since).map(({ at, was, is }): Found => {
      if (was !== null && is !== null) return { at, change: { what: "confidence", from, to, was, is } };
      const confidence = (was ?? is)!;
      return { at, change: { what: is === null ? "ended" : "began", from, to, confidence, ...(rel === null ? {} : { rel }) } };
    });
  });
  return { found, isCut };
}

const bestOf = (held: readonly { confidence: Confidence }[]): Confidence => CONFIDENCES.find((it) => held.some(({ confidence }) => confidence === it))!;

async function servedChanges(keys: readonly string[], within: Within): Promise<Part> {
  const { rows, isCut, since } = await readIntervals(readServedModels, keys.filter((key) => key.startsWith("deployment:")), within);
  const found = [...new Set(rows.map(({ ref }) => ref))].flatMap((ref) => {
    const intervals = rows.filter((it) => it.ref === ref).map((it) => ({ ...it, from: it.validFrom, to: it.validTo }));
    return turnsOf(intervals, newestOf, since).map(({ at, was, is }): Found => ({ at, change: { what: "served", ref, was, is } }));
  });
  return { found, isCut };
}

/** Of several models that are said to run at once, the one that began last. */
const newestOf = (held: readonly { from: Micros; model: string }[]): string => [...held].sort((a, b) => b.from - a.from || compareText(a.model, b.model))[0]!.model;

/** Reads intervals up to the bound. Where it cuts, those that are missing had ended before `since`: what came later can still be told. */
async function readIntervals<Row extends { validTo: Micros }>(
  read: (params: { keys: string[]; from: Micros; last: Micros; limit: number }) => Promise<Row[]>, keys: readonly string[], within: Within,
): Promise<{ rows: Row[]; isCut: boolean; since: Within }> {
  if (keys.length === 0) return { rows: [], isCut: false, since: within };
  const rows = await read({ keys: [...keys], ...within, limit: INTERVALS_READ + 1 });
  const cut = rows[INTERVALS_READ];
  return { rows: rows.slice(0, INTERVALS_READ), isCut: cut !== undefined, since: cut === undefined ? within : { from: Math.max(within.from, cut.validTo), last: within.last } };
}

async function appeared(refs: readonly string[], instances: ReadonlySet<string>, within: Within): Promise<Part> {
  const rows = refs.length === 0 ? [] : await readAppeared({ refs: [...refs], ...within });
  const isWithin = (at: Micros | null): at is Micros => at !== null && at > within.from && at <= within.last;
  const found = rows.flatMap(({ ref, kind, at, droppedAt }): Found[] => [
    ...(isWithin(at) ? [{ at, change: { what: instances.has(ref) && INSTANCE_KINDS.has(kind as RefKind) ? "happened" as const : "seen" as const, ref, kind } }] : []),
    ...(isWithin(droppedAt) ? [{ at: droppedAt, change: { what: "dropped" as const, ref, kind } }] : []),
  ]);
  return { found, isCut: false };
}

async function declaredChanges(keys: readonly string[], within: Within): Promise<Part> {
  const rows = keys.length === 0 ? [] : await readDeclared({ keys: [...keys], ...within, limit: READ + 1 });
  const found = rows.slice(0, READ).map(({ ref, at, trusted, before }): Found => ({ at, change: { what: "declared", ref, trusted, was: before[0]?.trusted ?? null, again: before.length > 0 } }));
  return { found, isCut: rows.length > READ };
}

async function failureChanges(refs: readonly string[], { from, last }: Within): Promise<Part> {
  const rows = await failuresAbout(refs, { from: from + 1, last }, READ + 1);
  const found = rows.slice(0, READ).flatMap(({ about, failure, message, at }): Found[] => (at === null ? [] : [{ at, change: { what: "failure", ref: about, failure, message } }]));
  return { found, isCut: rows.length > READ };
}

/** The change without what its reader may not see; `null` where nothing is left to tell. */
function maskChange(change: Untimed, mask: Mask): Untimed | null {
  switch (change.what) {
    case "began":
    case "ended":
    case "confidence": {
      const hidden = [change.from, change.to].filter((it) => mask.hides(it)).length;
      if (hidden === 0) return change;
      const ends = { from: mask.end(change.from), to: mask.end(change.to) };
      if (hidden === 2) return null;
      return change.what === "confidence" ? { ...change, ...ends } : { what: change.what, ...ends, confidence: change.confidence };
    }
    case "served":
      return mask.hides(change.ref) ? null : { ...change, was: change.was && mask.end(change.was), is: change.is && mask.end(change.is) };
    default:
      return mask.hides(change.ref) ? null : change;
  }
}

function newestFirst(a: Found, b: Found): number {
  return b.at - a.at || ORDER.indexOf(a.change.what) - ORDER.indexOf(b.change.what) || compareText(nameOf(a.change), nameOf(b.change));
}

const nameOf = (change: Untimed): string => ("ref" in change ? change.ref : `${change.from} ${change.to}`);
