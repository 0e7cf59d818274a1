import { describe, expect, test } from "vitest";
import { Mask } from "./mask";

const mask = () => new Mask({ namespaces: ["shop"] });

describe("a mask", () => {
  test("gives one unseen reference one placeholder in the whole answer", () => {
    const it = mask();
    expect([it.end("dataset:hr:pay"), it.end("dataset:shop:orders"), it.end("dataset:hr:staff"), it.end("dataset:hr:pay")]).toEqual(["hidden-1", "dataset:shop:orders", "hidden-2", "hidden-1"]);
    expect(it.node("dataset:hr:staff", 3)).toEqual({ ref: null, id: "hidden-2", distance: 3 });
  });

  test("takes unseen names out of facts, at any depth, and leaves text alone", () => {
    const facts = { inputs: [{ namespace: "hr", name: "pay" }, { namespace: "shop", name: "orders" }], about: "dataset:hr:pay", note: "see: hr:pay", n: 1, no: null };
    expect(mask().facts(facts)).toEqual({ inputs: [null, { namespace: "shop", name: "orders" }], about: null, note: "see: hr:pay", n: 1, no: null });
  });

  test("hides what it cannot read, and neither a party nor an incident", () => {
    expect([mask().hides("nonsense"), mask().hides("party:-:team-a"), mask().hides("incident:-:1"), mask().optional("dataset:hr:pay"), mask().optional(null)]).toEqual([true, false, false, null, null]);
  });

  test("reads a namespace with a port as one namespace", () => {
    const it = new Mask({ namespaces: ["kafka://a:9092"] });
    expect(it.hides("dataset:kafka%3A%2F%2Fa%3A9092:x")).toBe(false);
  });
});
