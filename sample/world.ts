import { SLOTS_PER_DAY } from "./features";
import { WINDOW_MS, type Window } from "./cut-windows";
import { nameUuid } from "./ids";
import type { Plan } from "./plan";
import { studyModels, type FamilyStudy } from "./study-models";
import { studySources, type SourceStudy } from "./study-sources";

/** All numbers of the sample, computed once; nothing in it depends on the clock or on a namespace. */
export type Study = { plan: Plan; sources: ReadonlyMap<string, SourceStudy>; families: readonly FamilyStudy[] };

export function study(plan: Plan, directory: string): Study {
  const sources = studySources(plan, directory);
  return { plan, sources, families: studyModels(plan, sources) };
}

/** What is sent: a CloudEvent for `/events`, or an OpenLineage event for `/lineage`. */
export type Outgoing = { to: "events" | "lineage"; body: Record<string, unknown> };

/** One copy of the sample's world: its namespaces, its clock, and names that stay the same whenever it is sent. */
export type World = {
  study: Study;
  /** Milliseconds since 1970: the instant at which all series end. */
  anchor: number;
  /** Sources live in `aws`, all else in `ops`; further copies in `aws-2`, `ops-2`, … */
  aws: string; ops: string;
};

export function world(study: Study, anchor: number, copy: number): World {
  const suffix = copy === 1 ? "" : `-${copy}`;
  return { study, anchor, aws: `aws${suffix}`, ops: `ops${suffix}` };
}

/** The sample's instant `slot` quarters of an hour before the anchor, plus `seconds`, as RFC 3339. */
export function instant(world: World, slot: number, seconds = 0): string {
  return iso(world.anchor - slot * WINDOW_MS + Math.round(seconds * 1000));
}

/** RFC 3339 in UTC, without empty decimals. */
export function iso(ms: number): string {
  return new Date(ms).toISOString().replace(".000Z", "Z");
}

/** Milliseconds from a series' original clock to the sample's. */
export function shiftOf(world: World, source: SourceStudy): number {
  return world.anchor - source.windows.at(-1)!.end - source.windows.at(-1)!.slot * WINDOW_MS;
}

/** A batch's version is its window's start on the sample's clock. */
export function batchVersion(world: World, slot: number): string {
  return instant(world, slot + 1);
}

// Ids come from the namespace and the original clock, so that a prediction has the same id on every server.

export function featureSetId(world: World, source: string, window: Window): string {
  return nameUuid("hourly features", world.ops, source, iso(window.start));
}

export function baselineId(world: World, source: SourceStudy, day: number): string {
  return nameUuid("daily features", world.ops, source.spec.name, iso(source.windows.at(-1)!.end - day * SLOTS_PER_DAY * WINDOW_MS));
}

export function predictionId(world: World, source: string, window: Window, environment: string): string {
  return nameUuid("prediction", world.ops, source, iso(window.start), environment);
}

/** A CloudEvent of one of Headwater's types. `key` is unique within the type and the copy of the world. */
export function cloudEvent(world: World, type: string, key: string, time: string, data: Record<string, unknown>, traceparent?: string): Outgoing {
  return {
    to: "events",
    body: {
      specversion: "1.0",
      id: `${type.split(".").slice(0, 2).join(".")}/${key}`,
      source: `urn:headwater:sample:${world.ops}`,
      type: `dev.headwater.${type}`,
      time,
      ...(traceparent === undefined ? {} : { traceparent }),
      datacontenttype: "application/json",
      data,
    },
  };
}
