import { counted, formatCount } from "@/components/format";
import type { Tone } from "@/components/ui/mark";
import type { Confidence, PictureEdge, PictureNode } from "@/lib/layout/picture";
import { groupSize, groupTitle } from "./group-words";
import { kindWord } from "./kind-words";

/** A signature or digest as version is cut to what people compare. */
const SIGNATURE = /^[0-9a-f]{12,}$/;
const INSTANT = /^\d{4}-(\d{2}-\d{2})T(\d{2}:\d{2})/;

/** "@7", "@3f2a1b9", "@11-23 07:15": the version as cards show it, signatures and instants shortened; `null` where there is none. */
export function versionLabel(version: string | null): string | null {
  if (version === null) return null;
  const [, day, time] = INSTANT.exec(version) ?? [];
  if (day) return `@${day} ${time}`;
  return `@${SIGNATURE.test(version) ? version.slice(0, 7) : version}`;
}

/** The name on a card. What may not be seen is counted, not named. */
export function nodeTitle(node: Pick<PictureNode, "hidden" | "name"> & Partial<Pick<PictureNode, "kind" | "group">>): string {
  if (node.group) return groupTitle(node.name, node.kind ?? null, node.group);
  return node.hidden > 0 ? `${counted(node.hidden, "node")} you may not see` : node.name;
}

/** The line under the name. */
export function nodeSubtitle(node: Pick<PictureNode, "kind" | "state"> & Partial<Pick<PictureNode, "group">>): string {
  if (node.group) return groupSize(node.group);
  return node.kind !== null && node.state === "missing" ? `Expected ${kindWord(node.kind).toLowerCase()}` : kindWord(node.kind);
}

export type StateIcon = "active" | "missing" | "archive" | "failed" | "running" | "counted";
export type StateWord = { word: string; tone: Tone; icon: StateIcon };

const STATES: Record<string, StateWord> = {
  active: { word: "Active", tone: "good", icon: "active" },
  complete: { word: "Completed", tone: "good", icon: "active" },
  missing: { word: "Never seen", tone: "quiet", icon: "missing" },
  dropped: { word: "Dropped", tone: "quiet", icon: "archive" },
  undeployed: { word: "Undeployed", tone: "quiet", icon: "archive" },
  running: { word: "Running", tone: "plain", icon: "running" },
  failed: { word: "Failed", tone: "bad", icon: "failed" },
  aborted: { word: "Aborted", tone: "warn", icon: "failed" },
};

/** A state as a word; `null` for a state that says nothing (`other`) or is not known. */
export function stateWord(state: string | null): StateWord | null {
  return state === null ? null : (STATES[state] ?? null);
}

export const CONFIDENCE_WORDS: Record<Confidence, { word: string; meaning: string }> = {
  observed: { word: "Observed", meaning: "A run said so" },
  declared: { word: "Declared", meaning: "A person or a configuration said so" },
  inferred: { word: "Inferred", meaning: "Deduced: no record says it of these two" },
};

/** "Observed", "Declared, stale". */
export function edgeWord(edge: Pick<PictureEdge, "confidence" | "stale">): string {
  return `${CONFIDENCE_WORDS[edge.confidence].word}${edge.stale ? ", stale" : ""}`;
}

/** What is said when a node gets selected: "latency_p99_15m version 2, feature, 1 upstream, 1 downstream, 4 more behind counts". */
export function nodeAnnouncement(node: PictureNode, upstream: number, downstream: number): string {
  const behind = node.behind.upstream + node.behind.downstream;
  const parts = [
    `${nodeTitle(node)}${node.version ? ` version ${node.version}` : ""}`,
    nodeSubtitle(node).toLowerCase(),
    `${formatCount(upstream)} upstream`,
    `${formatCount(downstream)} downstream`,
  ];
  return behind > 0 ? [...parts, `${formatCount(behind)} more behind counts`].join(", ") : parts.join(", ");
}
