import { expect, test } from "vitest";
import { emptyFold, mergeInto, timeKey, timeOfKey, type Contribution } from "./fold";

const register = (at: number, digest: string, value: unknown, run = "") => ({ at, run, digest, value });
const contributions: Contribution[] = [
  { subject: "s", latest: { owner: register(1, "a", "first") }, least: { firstAt: 5 }, claims: { x: 1 } },
  { subject: "s", latest: { owner: register(2, "a", "second") }, least: { firstAt: 3 }, claims: { y: 2 } },
  { subject: "s", latest: { owner: register(2, "b", "tie, greater digest") }, claims: { x: 1 } },
  { subject: "s", latest: { owner: register(2, "a", "tie, greater run", "r") }, least: { firstAt: 4 } },
];

function foldOf(list: readonly Contribution[]) {
  const fold = emptyFold();
  for (const it of list) mergeInto(fold, it, 100);
  return fold;
}

test("every order and any repetition of contributions makes the same fold", () => {
  const expected = foldOf(contributions);
  expect(expected.latest.owner?.value).toBe("tie, greater run");
  expect(expected.least.firstAt).toBe(3);
  const permute = (list: Contribution[]): Contribution[][] => (list.length < 2 ? [list] : list.flatMap((it, i) => permute([...list.slice(0, i), ...list.slice(i + 1)]).map((rest) => [it, ...rest])));
  for (const order of permute(contributions)) {
    expect(foldOf(order)).toEqual(expected);
    expect(foldOf([...order, ...order])).toEqual(expected);
  }
});

test("the same value at a later time is kept, and means nothing new", () => {
  const fold = foldOf(contributions);
  expect(mergeInto(fold, { subject: "s", latest: { owner: register(9, "z", "tie, greater run") } }, 200)).toEqual({ stored: true, meant: false });
  expect(mergeInto(fold, { subject: "s", latest: { owner: register(1, "z", "older") }, claims: { x: 7 } }, 200)).toEqual({ stored: false, meant: false });
  expect(mergeInto(fold, { subject: "s", claims: { z: 1 } }, 200)).toEqual({ stored: true, meant: true });
});

test("keys of times sort as the times do, also before 1970, and give them back", () => {
  const times = [-9e15, -1, 0, 1, 1_700_000_000_000_000, 9e15];
  const keys = times.map((at) => timeKey(at, "d"));
  expect([...keys].sort()).toEqual(keys);
  expect(keys.map(timeOfKey)).toEqual(times);
});
