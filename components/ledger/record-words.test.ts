import { expect, test } from "vitest";
import { actorWord, deadReason, typeWord } from "./record-words";

test("a type of Headwater's own is said without what all have in common", () =>
  expect([typeWord("dev.headwater.batch.recorded.v1"), typeWord("RunEvent"), typeWord("com.example.thing.v1")]).toEqual(["batch.recorded", "RunEvent", "com.example.thing.v1"]));

test("an actor is named where the name may be known, and told by its kind where not", () => {
  const names = { "token:12ab": "Nightly pipeline" };
  expect(["token:12ab", "token:34cd", "user:0198c7a0-0000", "automation"].map((actor) => actorWord(actor, names))).toEqual(["Nightly pipeline", "Token 34cd", "Person 0198c7a0", "Automation"]);
});

test("a name that no index of the graph holds is said in words, and any other reason as it came", () => {
  const told = "Property value is too large to index, please see index documentation for limitations. Index: Index( id=3, name='node_key' ), property size: 20024.";
  expect(deadReason(told).replace(/\s/g, " ")).toBe("A name in it is too long for the graph: 20 024 bytes as a reference. 8 000 fit.");
  expect(deadReason("Unexpected token")).toBe("Unexpected token");
});
