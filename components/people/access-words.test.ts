import { expect, test } from "vitest";
import { ACTIONS, may } from "@/lib/access/policy";
import { ROLES } from "@/lib/access/viewer";
import { ACCESS_EVENTS } from "@/lib/accounts/governed-changes";
import { ACCESS_EVENT_WORDS, ACTION_WORDS, namespacesOf, namespaceWords, ROLE_LINES } from "./access-words";

test("every action that some may and others may not has words of its own", () => {
  const told = ACTIONS.filter((action) => ROLES.some((role) => !may({ id: "", name: "", role, namespaces: null }, action)));
  const words = told.map((action) => ACTION_WORDS[action]);
  expect(words).not.toContain(null);
  expect(new Set(words).size).toBe(told.length);
  expect(Object.values(ROLE_LINES).every((line) => line.endsWith("."))).toBe(true);
});

test("every change of people and tokens has words", () => {
  expect(Object.keys(ACCESS_EVENT_WORDS).sort()).toEqual(ACCESS_EVENTS.map((event) => `access.${event}`).sort());
});

test("namespaces are read one a line, each once, and said in words", () => {
  expect(namespacesOf(" s3://a, b \n\nshop\r\nshop")).toEqual(["s3://a, b", "shop"]);
  expect([null, [], ["a", "b"]].map(namespaceWords)).toEqual(["All namespaces", "No namespace", "a, b"]);
});
