import { expect, test } from "vitest";
import type { NodeKind } from "@/lib/lineage/node-ref";
import type { Picture } from "@/lib/layout/picture";
import { columnHeads } from "./column-heads";

const heads = (kinds: (NodeKind | null)[]) => columnHeads({ nodes: kinds.map((kind) => ({ kind, x: 0 })) } as unknown as Picture).map(({ text }) => text);

test.each<[(NodeKind | null)[], string[]]>([
  [["source"], ["Telemetry sources"]],
  [["jobversion", "feature", "job"], ["Jobs and features"]],
  [["source", "dataset", "dataset", "model"], ["Datasets and others"]],
  [[null], []],
])("%j is headed %j", (kinds, texts) => expect(heads(kinds)).toEqual(texts));
