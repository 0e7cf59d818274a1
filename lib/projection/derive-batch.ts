import type { BatchRecorded, SourceDeclared } from "@/lib/events/headwater-events";
import { claimsOf, timeOfKey, type Fold } from "@/lib/interpret/fold";
import type { RecordClaim } from "@/lib/interpret/headwater-contributions";
import { datasetRef, declarationsKey, type Name } from "@/lib/interpret/subject-keys";
import { parseInstant, type Micros } from "@/lib/time";
import { claimsWith } from "./derive-run";
import { labelsOf, type Fragment } from "./fragment";
import { FragmentBuilder, type ReadFold } from "./fragment-builder";
import { winnerOf } from "./winner";

type BatchContent = BatchRecorded & { pointCount: number; pointFields: string[] };

/** How a batch departs from what its source was declared to be when the batch was recorded. Marked, never a reason to drop it. */
export type Violation = { field?: string; problem: string };

/** One window or version of a dataset: as recorded, or (softly) as the facets of runs that name it say. */
export function deriveBatch(key: string, fold: Fold, read: ReadFold): Fragment {
  const build = new FragmentBuilder();
  const record = winnerOf<BatchContent>(fold);
  const facets = Object.fromEntries(claimsWith(fold, "facet:"));
  const withFacets = Object.keys(facets).length > 0 ? { facets } : {};
  if (!record) {
    build.own(key, labelsOf("batch"), { recordedAt: fold.recordedAt }, withFacets, { soft: true });
    return build.done();
  }
  const source = datasetRef(fold.claims.name as Name);
  const end = parseInstant(record.content.window.end) ?? record.at;
  const declared = declarationAt(read(declarationsKey(source)), end);
  const violations = declared ? violationsOf(record.content, declared) : [];
  build.own(
    key,
    labelsOf("batch"),
    {
      state: "active",
      at: record.at,
      time: end,
      trace: record.trace,
      reference: record.content.reference === true ? true : undefined,
      conflict: record.conflict ? true : undefined,
      violations: violations.length > 0 ? violations.length : undefined,
      recordedAt: fold.recordedAt,
    },
    { ...record.content, ...withFacets, ...(violations.length > 0 ? { violations } : {}) },
  );
  return build.done();
}

/** The declaration that held at an instant; before the first one, the first. */
export function declarationAt(fold: Fold | null, at: Micros): SourceDeclared | null {
  if (!fold) return null;
  const all = claimsOf<RecordClaim<SourceDeclared>>(fold, "record|");
  const held = all.filter((it) => timeOfKey(it.key) <= at).at(-1) ?? all[0];
  return held?.value.content ?? null;
}

const NUMERIC = /^(u?int|long|short|byte|float|double|decimal|number|numeric|real|bigint|smallint|tinyint|counter|gauge)/i;
const TEXTUAL = /^(str|string|text|char|varchar|keyword)/i;

function violationsOf(batch: BatchContent, source: SourceDeclared): Violation[] {
  const violations: Violation[] = [];
  const declared = new Map(source.schema.map((field) => [field.name, field.type]));
  const fields = new Set([...batch.pointFields, ...Object.keys(batch.statistics ?? {})]);
  for (const field of [...fields].sort()) {
    const type = declared.get(field);
    if (type === undefined) violations.push({ field, problem: "is not in the declared schema" });
    else if (TEXTUAL.test(type) && (batch.pointFields.includes(field) || typeof batch.statistics?.[field]?.mean === "number"))
      violations.push({ field, problem: `has numbers, but is declared ${type}` });
    else if (NUMERIC.test(type) && batch.statistics?.[field]?.categories !== undefined)
      violations.push({ field, problem: `has categories, but is declared ${type}` });
  }
  if (batch.statistics && Object.keys(batch.statistics).length > 0)
    for (const [field, type] of declared)
      if (NUMERIC.test(type) && !fields.has(field)) violations.push({ field, problem: "is declared, but the batch says nothing of it" });
  const { completeness, maxNullRatio } = source.expectations ?? {};
  if (completeness !== undefined && (batch.quality?.completeness ?? 1) < completeness) violations.push({ problem: `completeness is below ${completeness}` });
  if (maxNullRatio !== undefined && (batch.quality?.nullRatio ?? 0) > maxNullRatio) violations.push({ problem: `the ratio of nulls is above ${maxNullRatio}` });
  return violations;
}
