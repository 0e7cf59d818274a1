/** The kinds that a reference can begin with, after `source:` and `featuregroup:` have become `dataset:`. */
export const REF_KINDS = [
  "dataset", "batch", "column", "feature", "featureset", "model", "deployment", "job", "run", "prediction", "party", "incident",
] as const;
export type RefKind = (typeof REF_KINDS)[number];

/** What a node is known to be. `dataset` in a reference may be a source, a featuregroup or a model; a `job` with a version is a jobversion. */
export const NODE_KINDS = [
  "source", "dataset", "featuregroup", "model", "batch", "column", "feature", "featureset", "deployment", "job", "jobversion", "run",
  "prediction", "party", "incident",
] as const;
export type NodeKind = (typeof NODE_KINDS)[number];

export const INSTANCE_KINDS: ReadonlySet<RefKind> = new Set<RefKind>(["batch", "featureset", "prediction", "run"]);

const WITHOUT_IMPACT: ReadonlySet<RefKind> = new Set<RefKind>([...INSTANCE_KINDS, "party", "incident"]);

/** True for what stands in the definition plane, where impact is asked: not for what happened once, nor for who owns it. */
export function hasImpact({ kind }: { kind: RefKind }): boolean {
  return !WITHOUT_IMPACT.has(kind);
}

/** A reference taken apart: every part decoded. `name` has two pieces for columns, features and deployments. */
export type NodeRef = { kind: RefKind; namespace: string; name: string[]; version?: string };

const ALIASES: Record<string, RefKind> = { source: "dataset", featuregroup: "dataset" };
const KINDS: ReadonlySet<string> = new Set(REF_KINDS);

const UNRESERVED = /^[A-Za-z0-9._~-]*$/;

/** Percent-encodes all but RFC 3986's unreserved characters, so that `:`, `/` and `@` in a part are never separators. */
export function encodePart(part: string): string {
  if (UNRESERVED.test(part)) return part;
  return encodeURIComponent(part).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** The reference as text, in its one canonical form. @throws URIError for a lone surrogate, which no reference can hold. */
export function formatRef(kind: RefKind, namespace: string, name: string | readonly string[], version?: string): string {
  const pieces = typeof name === "string" ? encodePart(name) : name.map(encodePart).join("/");
  return `${kind}:${encodePart(namespace)}:${pieces}${version === undefined ? "" : `@${encodePart(version)}`}`;
}

/** Takes a reference apart, or `null` when the text is none. Accepts parts that are encoded more or less than the canonical form. */
export function parseNodeRef(text: string): NodeRef | null {
  const match = /^([a-z]+):([^:]*):([^@]+)(?:@(.+))?$/s.exec(text);
  if (!match) return null;
  const [, prefix = "", namespace = "", name = "", version] = match;
  const kind = ALIASES[prefix] ?? prefix;
  if (!KINDS.has(kind)) return null;
  try {
    return {
      kind: kind as RefKind,
      namespace: decodeURIComponent(namespace),
      name: name.split("/").map(decodeURIComponent),
      ...(version === undefined ? {} : { version: decodeURIComponent(version) }),
    };
  } catch {
    return null;
  }
}

/** The canonical text of a reference in any accepted form, or `null` when it is none. */
export function canonicalRef(text: string): string | null {
  const ref = parseNodeRef(text);
  return ref && formatRef(ref.kind, ref.namespace, ref.name, ref.version);
}
