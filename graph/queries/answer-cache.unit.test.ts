import { expect, test, vi } from "vitest";
import { AnswerCache } from "./answer-cache";

test("an answer is read once until the graph moves on, also for who asks meanwhile", async () => {
  const cache = new AnswerCache<number>();
  const read = vi.fn(() => Promise.resolve(read.mock.calls.length));
  expect(await Promise.all([cache.get("a", 1, read), cache.get("a", 1, read)])).toEqual([1, 1]);
  expect(await cache.get("a", 2, read)).toBe(2);
  expect(await cache.get("b", 2, read)).toBe(3);
});

test("a failure is not kept", async () => {
  const cache = new AnswerCache<string>();
  await expect(cache.get("a", 1, () => Promise.reject(new Error("away")))).rejects.toThrow("away");
  expect(await cache.get("a", 1, () => Promise.resolve("there"))).toBe("there");
});

test("the oldest of very many is forgotten", async () => {
  const cache = new AnswerCache<string>();
  for (let i = 0; i < 100; i++) await cache.get(`key ${i}`, 1, () => Promise.resolve("first"));
  expect(await cache.get("key 0", 1, () => Promise.resolve("again"))).toBe("again");
  expect(await cache.get("key 99", 1, () => Promise.resolve("again"))).toBe("first");
});

test("who may have an answer of a moment ago does not wait for one that takes long, and gets the newest next", async () => {
  let now = 0;
  const cache = new AnswerCache<string>(() => now);
  const slowly = (answer: string) => () => Promise.resolve(answer).then((it) => (now += 1_000, it));
  expect(await cache.recent("a", 1, slowly("first"))).toBe("first");
  expect(await cache.recent("a", 2, slowly("second"))).toBe("first");
  expect(await cache.get("a", 2, slowly("never"))).toBe("second");
  expect(await cache.recent("a", 2, slowly("never"))).toBe("second");
  now += 61_000;
  expect(await cache.recent("a", 3, slowly("third"))).toBe("third");
});

test("what is read quickly is always the newest", async () => {
  const cache = new AnswerCache<string>(() => 0);
  expect(await cache.recent("a", 1, () => Promise.resolve("first"))).toBe("first");
  expect(await cache.recent("a", 2, () => Promise.resolve("second"))).toBe("second");
});
