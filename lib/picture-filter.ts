import type { Confidence } from "@/lib/layout/picture";
import { NODE_KINDS, type NodeKind } from "@/lib/lineage/node-ref";

/** What of a picture is shown: within each list any of its values, all lists together. An empty list lets everything through. */
export type PictureFilter = {
  kinds: readonly NodeKind[];
  /** References of parties. */
  owners: readonly string[];
  tags: readonly string[];
  states: readonly string[];
  /** Of edges: the others are not drawn. */
  confidences: readonly Confidence[];
};

export const NO_FILTER: PictureFilter = { kinds: [], owners: [], tags: [], states: [], confidences: [] };

/** The parameter that each list has in an address. */
const PARAMETERS = { kinds: "kind", owners: "owner", tags: "tag", states: "state", confidences: "confidence" } as const satisfies Record<keyof PictureFilter, string>;
const CONFIDENCES: readonly Confidence[] = ["observed", "declared", "inferred"];
const MAX_VALUES = 40;
const MAX_LENGTH = 300;

/** The filter in an address; values that cannot be are left out. */
export function parsePictureFilter(params: URLSearchParams): PictureFilter {
  const all = (list: keyof PictureFilter) => [...new Set(params.getAll(PARAMETERS[list]))].filter((text) => text !== "" && text.length <= MAX_LENGTH).slice(0, MAX_VALUES);
  return {
    kinds: NODE_KINDS.filter((kind) => all("kinds").includes(kind)),
    owners: all("owners"),
    tags: all("tags"),
    states: all("states"),
    confidences: CONFIDENCES.filter((it) => all("confidences").includes(it)),
  };
}

/** Adds the filter to an address. */
export function writePictureFilter(filter: PictureFilter, params: URLSearchParams): void {
  for (const [list, name] of Object.entries(PARAMETERS)) for (const value of filter[list as keyof PictureFilter]) params.append(name, value);
}

/** How many values are chosen. */
export function countChosen(filter: PictureFilter): number {
  return Object.values(filter).reduce((sum, values) => sum + values.length, 0);
}
