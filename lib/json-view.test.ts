import { expect, test } from "vitest";
import { JsonView } from "./json-view";

const view = new JsonView({ a: { b: "text", n: 1.5, yes: false, empty: "", list: [1, "two"], nothing: null } });

test("a path leads to a value of the kind that is asked for, else to null", () => {
  expect(view.at("a", "b").text()).toBe("text");
  expect(view.at("a", "n").number()).toBe(1.5);
  expect(view.at("a", "yes").yesOrNo()).toBe(false);
  expect(view.at("a", "b").number()).toBeNull();
  expect(view.at("a", "empty").text()).toBeNull();
  expect(view.at("a", "nothing").isThere()).toBe(false);
});

test("what is not there, or not an object, leads nowhere without an error", () => {
  expect(view.at("a", "b", "c").isThere()).toBe(false);
  expect(view.at("toString").isThere()).toBe(false);
  expect(view.at("a", "list", "0").isThere()).toBe(false);
  expect(view.at("x").entries()).toEqual([]);
  expect(view.at("a", "b").list()).toEqual([]);
});

test("lists and objects are walked, single values are said", () => {
  expect(view.at("a", "list").list().map((it) => it.said())).toEqual(["1", "two"]);
  expect(view.at("a").entries().map(([name]) => name)).toEqual(["b", "n", "yes", "empty", "list", "nothing"]);
  expect(view.at("a").said()).toBeNull();
});
