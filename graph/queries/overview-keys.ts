import "server-only";
import { z } from "zod";
import type { Viewer } from "@/lib/access/viewer";
import { GROUP_BY } from "@/lib/lineage/grouping";
import { seenBy, seenShape } from "./seen";
import { holdsAt, lastOf, momentValues, typesAt, type Moment } from "./moment";

/**
 * Cypher's condition that `n` (a `:Definition`) takes part in an overview. Said by what it is not: an alternative of five labels takes Neo4j
 * seconds to plan.
 */
export const takesPart = (n: string): string => `NOT ${n}:Column`;

export const overviewShape = { by: z.enum(GROUP_BY), ...seenShape, last: z.int(), from: z.int(), to: z.int() };

/** The parameters of the conditions below. */
export function overviewValues(viewer: Viewer, moment: Moment): { namespaces: string[] | null; encodedNamespaces: string[]; last: number; from: number; to: number } {
  return { ...seenBy(viewer), last: lastOf(moment), ...momentValues(moment) };
}

/**
 * Cypher for the key of the group of node `n`, as `groupKeyOf` tells it: its kind (empty where kinds are mixed), a space, and its value. One text for
 * every `$by`, so that Neo4j plans it once. What lies in an unseen namespace never gives a value.
 */
export function keyOf(n: string): string {
  const isModelSeen = `${n}.model IS NOT NULL AND ($namespaces IS NULL OR split(${n}.model, ':')[1] IN $encodedNamespaces)`;
  return `CASE $by
    WHEN 'namespace-kind' THEN ${n}.kind + ' ' + ${n}.namespace
    WHEN 'namespace' THEN ' ' + ${n}.namespace
    WHEN 'owner' THEN ' ' + coalesce(${n}.owner, '')
    WHEN 'featuregroup' THEN ${n}.kind + ' ' + CASE WHEN ${n}:Feature THEN split(${n}.ref, '/')[0] ELSE '' END
    WHEN 'model' THEN ${n}.kind + ' ' + CASE
      WHEN ${n}:ModelVersion THEN split(${n}.ref, '@')[0]
      WHEN ${n}:Deployment AND ${isModelSeen} THEN split(${n}.model, '@')[0] ELSE '' END
    ELSE ${n}.kind + ' ' END`;
}

/** Cypher's condition that the viewer may see the definition `n`, and that it was there at the moment. */
export function isThere(n: string): string {
  return `($namespaces IS NULL OR ${n}.namespace IN $namespaces) AND coalesce(${n}.at <= $last, true)`;
}

/** Cypher's relationship pattern and condition for what holds at the moment. */
export function feeding(moment: Moment, e: string): { pattern: string; holds: string } {
  return { pattern: `[${e}:${typesAt(moment, "FEEDS")}]`, holds: holdsAt(moment, e) };
}

/** Cypher's condition that data which the viewer may see feed the job version `n`, or that it feeds such. */
export function hasData(n: string, side: "upstream" | "downstream", moment: Moment): string {
  const { pattern, holds } = feeding(moment, "near");
  const path = side === "upstream" ? `(${n})<-${pattern}-(beside)` : `(${n})-${pattern}->(beside)`;
  return `EXISTS { MATCH ${path} WHERE ${holds} AND ${isThere("beside")} }`;
}

/** Cypher's condition that `n` is part of an overview: not a column, nor a feature group that nothing feeds or reads. */
export function isPart(n: string, moment: Moment): string {
  const { pattern, holds } = feeding(moment, "any");
  return `${takesPart(n)} AND ${isThere(n)} AND (NOT ${n}:FeatureGroup OR EXISTS { MATCH (${n})-${pattern}-() WHERE ${holds} })`;
}

/** Cypher's condition that such an `n` has a card: a job version that joins two data has none. */
export function hasCard(n: string, moment: Moment): string {
  return `${isPart(n, moment)} AND (NOT ${n}:JobVersion OR ${hasData(n, "upstream", moment)} <> ${hasData(n, "downstream", moment)})`;
}
