import { expect, test } from "vitest";
import { composePicture } from "@/lib/layout/compose-picture";
import { edgeWord, nodeAnnouncement, nodeSubtitle, nodeTitle, stateWord, versionLabel } from "./node-words";

test.each([[null, null], ["7", "@7"], ["3f2a1b90aa77ccde", "@3f2a1b9"], ["2026-11-23T07:15:00Z", "@11-23 07:15"], ["v2-rc.1", "@v2-rc.1"]])("version %j is shown as %j", (version, label) => expect(versionLabel(version)).toBe(label));

test("what may not be seen is counted, not named", () => {
  expect([nodeTitle({ hidden: 1, name: "" }), nodeTitle({ hidden: 3, name: "" })]).toEqual(["1 node you may not see", "3 nodes you may not see"]);
  expect(nodeSubtitle({ kind: null, state: null })).toBe("Hidden by access");
});

test("what was named and never recorded is expected", () => {
  expect(nodeSubtitle({ kind: "dataset", state: "missing" })).toBe("Expected dataset");
  expect(stateWord("missing")?.word).toBe("Never seen");
});

test("a state without a word says nothing", () => expect([stateWord("other"), stateWord(null)]).toEqual([null, null]));
test("a stale edge never reads like a fresh one", () => expect(edgeWord({ confidence: "observed", stale: true })).toBe("Observed, stale"));

test("a selected node is told with its neighbours", () => {
  const picture = composePicture("feature:ops:h/p99@2", {
    nodes: [{ ref: "feature:ops:h/p99@2", kind: "feature", name: "p99", version: "2", state: "active", distance: 0, more: { upstream: 4, downstream: 0 } }], edges: [],
    counts: { total: 1, shown: 1, hiddenByLimit: 0, hiddenByAccess: 0 }, complete: true, asOf: null, watermark: { sequence: 1, recordedAt: null, lagMs: 0, deadLetters: 0 },
  });
  expect(nodeAnnouncement(picture.nodes[0]!, 0, 1)).toBe("p99 version 2, feature, 0 upstream, 1 downstream, 4 more behind counts");
});
