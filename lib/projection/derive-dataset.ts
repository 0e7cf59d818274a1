import type { SourceDeclared } from "@/lib/events/headwater-events";
import { claimsOf, type Fold } from "@/lib/interpret/fold";
import type { RecordClaim } from "@/lib/interpret/headwater-contributions";
import { columnRef, declarationsKey, partyRef, type Name } from "@/lib/interpret/subject-keys";
import { claimsWith } from "./derive-run";
import { labelsOf, type Fragment } from "./fragment";
import { FragmentBuilder, type ReadFold } from "./fragment-builder";

type Field = { name?: unknown; type?: unknown; description?: unknown; unit?: unknown; fields?: unknown };

/** A dataset, whatever it is known to be: declared source, then feature group, then model, then plain dataset. */
export function deriveDataset(key: string, fold: Fold, read: ReadFold): Fragment {
  const build = new FragmentBuilder();
  const name = fold.claims.name as Name;
  const facets = Object.fromEntries(claimsWith(fold, "facet:")) as Record<string, Record<string, unknown>>;
  const declarationFold = read(declarationsKey(key));
  const declarations = declarationFold ? claimsOf<RecordClaim<SourceDeclared>>(declarationFold, "record|") : [];
  const latest = declarations.at(-1)?.value.content;
  const kind = kindOf(latest !== undefined, fold, facets);
  const owner = latest?.owner?.name ?? ownerOf(facets);
  const recordedAt = Math.min(fold.recordedAt, declarationFold?.recordedAt ?? Infinity);

  build.own(
    key,
    labelsOf(kind === "model" ? "model-dataset" : kind),
    {
      kind,
      state: "active",
      at: fold.least.firstAt,
      owner: owner === undefined ? undefined : build.mention(partyRef(owner), true),
      declared: latest !== undefined ? true : undefined,
      conflict: sameTimeTwice(declarations.map((it) => it.key)) ? true : undefined,
      recordedAt,
    },
    { ...(latest ? { declaration: latest, declaredVersions: declarations.length } : {}), ...(Object.keys(facets).length > 0 ? { facets } : {}) },
  );
  if (owner !== undefined) build.edge("OWNED_BY", key, partyRef(owner));

  for (const declaration of declarations) {
    const declared = `declaration:${key}@${declaration.key}`;
    build.own(
      declared,
      labelsOf("declaration"),
      { key: declared, ref: key, kind: "declaration", namespace: name.namespace, name: name.name, at: declaration.value.at, trusted: declaration.value.content.trusted },
      declaration.value.content,
    );
    build.edge("DECLARED_AS", key, declared);
  }
  const fields = [...fieldsOf(facets.schema?.fields), ...fieldsOf(latest?.schema)];
  for (const [field, about] of new Map(fields))
    build.own(columnRef(name, field), labelsOf("column"), { state: "active", at: fold.least.firstAt, recordedAt }, about);
  return build.done();
}

function kindOf(declared: boolean, fold: Fold, facets: Record<string, Record<string, unknown>>): "source" | "featuregroup" | "model" | "dataset" {
  if (declared) return "source";
  if (fold.claims.group === true || facets.feast_featureView !== undefined) return "featuregroup";
  return String(facets.datasetType?.datasetType ?? "").toUpperCase() === "MODEL" ? "model" : "dataset";
}

/** The first owner of an ownership facet: the whole team before the others, as the facet lists them. */
export function ownerOf(facets: Record<string, Record<string, unknown>>): string | undefined {
  const owners = facets.ownership?.owners;
  const name = Array.isArray(owners) ? (owners[0] as { name?: unknown } | undefined)?.name : undefined;
  return typeof name === "string" && name !== "" ? name : undefined;
}

/** Fields with the fields inside them, by dotted path. */
function fieldsOf(fields: unknown, prefix = ""): [path: string, about: object][] {
  if (!Array.isArray(fields)) return [];
  return (fields as Field[]).flatMap((field): [string, object][] => {
    if (typeof field?.name !== "string" || field.name === "") return [];
    const { name, type, description, unit } = field;
    const path = prefix + name;
    const about = Object.fromEntries(Object.entries({ type, description, unit }).filter(([, value]) => value !== undefined && value !== null));
    return [[path, about], ...fieldsOf(field.fields, `${path}.`)];
  });
}

function sameTimeTwice(keys: readonly string[]): boolean {
  const times = keys.map((key) => key.slice(0, key.indexOf("|")));
  return new Set(times).size < times.length;
}
