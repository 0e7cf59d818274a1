import { formatCount } from "@/components/format";
import type { Tone } from "@/components/ui/mark";
import { LONGEST_REFERENCE } from "@/lib/lineage/longest-reference";

const OWN_TYPE = /^dev\.headwater\.(.+)\.v\d+$/;

/** "batch.recorded" of `dev.headwater.batch.recorded.v1`; other types as they are. */
export function typeWord(type: string): string {
  return OWN_TYPE.exec(type)?.[1] ?? type;
}

export const KIND_CHOICES = [
  { value: "openlineage", word: "OpenLineage" },
  { value: "cloudevent", word: "CloudEvent" },
  { value: "retraction", word: "Retraction" },
  { value: "incident", word: "Incident" },
  { value: "access", word: "People and tokens" },
] as const;

/** The types that Headwater reads, for the filter. */
export const KNOWN_TYPES = [
  "RunEvent", "JobEvent", "DatasetEvent",
  ...["source.declared", "dependency.declared", "batch.recorded", "features.computed", "model.registered", "deployment.changed", "prediction.made", "failure.recorded"].map((it) => `dev.headwater.${it}.v1`),
] as const;

export function recordKindWord(kind: string): string {
  return KIND_CHOICES.find(({ value }) => value === kind)?.word ?? kind;
}

export type PlaceWord = { word: string; tone: Tone; meaning: string };

/** Where a record is. Kept in step with the API's `place`. */
export type Place = "graph" | "waiting" | "dead" | "retracted" | "unknown";

export const PLACE_WORDS: Record<Place, PlaceWord> = {
  graph: { word: "In the graph", tone: "plain", meaning: "What it says is part of every answer." },
  waiting: { word: "Waiting", tone: "plain", meaning: "It is safe in the ledger, and its turn to go into the graph has not come." },
  dead: { word: "Dead letter", tone: "warn", meaning: "It is safe in the ledger, and could not be brought into the graph." },
  retracted: { word: "Retracted", tone: "quiet", meaning: "Its facts were taken back: they are gone at every instant. The record stays." },
  unknown: { word: "Cannot be told", tone: "warn", meaning: "The graph did not answer. The record is safe in the ledger." },
};

/** Who recorded something, in a word: `names` holds those that the viewer may know, by the actor's id. */
export function actorWord(actor: string, names: Readonly<Record<string, string>>): string {
  if (actor === "automation") return "Automation";
  const [kind, id = ""] = actor.split(":", 2);
  const name = names[actor];
  if (name !== undefined) return name;
  return kind === "token" ? `Token ${id}` : kind === "user" ? `Person ${id.slice(0, 8)}` : actor;
}

/** Why a record could not be brought into the graph, from what its writer said. A name that no index holds is told as that: the message names the index. */
export function deadReason(message: string): string {
  const size = /^Property value is too large to index.*property size: (\d+)/s.exec(message)?.[1];
  return size === undefined ? message : `A name in it is too long for the graph: ${formatCount(Number(size))} bytes as a reference. ${formatCount(LONGEST_REFERENCE)} fit.`;
}
