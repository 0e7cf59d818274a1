import "server-only";
import neo4j, { type Node, type Path, type Relationship } from "neo4j-driver";

/** A value as Cypher writes it, on one line. What could drive a terminal is escaped. */
export function cellText(value: unknown): string {
  return written(value).replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (character) => `\\u${character.codePointAt(0)!.toString(16).padStart(4, "0")}`);
}

function written(value: unknown): string {
  if (value === null || value === undefined) return "null";
  if (typeof value === "string") return value;
  if (Array.isArray(value)) return `[${value.map(nested).join(", ")}]`;
  if (neo4j.isNode(value as object)) return nodeText(value as Node);
  if (neo4j.isRelationship(value as object)) return relationshipText(value as Relationship);
  if (neo4j.isPath(value as object)) return pathText(value as Path);
  if (isPlain(value)) return mapText(value);
  return String(value);
}

/** Inside a list or a map, text stands in quotes. */
const nested = (value: unknown): string => (typeof value === "string" ? JSON.stringify(value) : written(value));
const mapText = (map: object): string => `{${Object.entries(map).sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, value]) => `${name}: ${nested(value)}`).join(", ")}}`;
const withProperties = (head: string, properties: object): string => (Object.keys(properties).length === 0 ? head : `${head} ${mapText(properties)}`);
const nodeText = ({ labels, properties }: Node): string => `(${withProperties(labels.map((label) => `:${label}`).join(""), properties)})`;
const relationshipText = ({ type, properties }: Relationship): string => `[${withProperties(`:${type}`, properties)}]`;

function pathText({ start, segments }: Path): string {
  return segments.reduce((text, { start: from, relationship, end }) => {
    const isForward = relationship.startNodeElementId === from.elementId;
    return `${text}${isForward ? "-" : "<-"}${relationshipText(relationship)}${isForward ? "->" : "-"}${nodeText(end)}`;
  }, nodeText(start));
}

/** A value as JSON has it: nodes and relationships with their labels or type and their properties, times as text. */
export function jsonValue(value: unknown): unknown {
  if (value === null || typeof value !== "object") return value ?? null;
  if (Array.isArray(value)) return value.map(jsonValue);
  if (neo4j.isNode(value)) return { labels: value.labels, properties: jsonValue(value.properties) };
  if (neo4j.isRelationship(value)) return { type: value.type, properties: jsonValue(value.properties) };
  if (neo4j.isPath(value)) return [jsonValue(value.start), ...value.segments.flatMap(({ relationship, end }) => [jsonValue(relationship), jsonValue(end)])];
  if (isPlain(value)) return Object.fromEntries(Object.entries(value).map(([name, it]) => [name, jsonValue(it)]));
  return String(value);
}

function isPlain(value: unknown): value is object {
  return typeof value === "object" && value !== null && (Object.getPrototypeOf(value) === Object.prototype || Object.getPrototypeOf(value) === null);
}
