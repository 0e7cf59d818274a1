import type { Fold } from "@/lib/interpret/fold";
import { datasetRef, type Name } from "@/lib/interpret/subject-keys";
import { inputsOfRun, outputsOfRun } from "./derive-run";
import { toJobVersion } from "./job-version";
import { inputsOfOutputs, reasonOfColumns, reasonOfInput, type InputReason } from "./output-inputs";

/**
 * Why a run read `input` to make what `version` stands for, from what is known of the run; `null` when that does not tell, or the run was
 * not told of by OpenLineage.
 */
export function reasonOfRead(fold: Fold, job: string, version: string, input: string): InputReason | null {
  if (fold.claims.reported === undefined) return null;
  const [inputs, outputs, lineage] = [inputsOfRun(fold), outputsOfRun(fold), fold.latest.lineage?.value];
  if (outputs.length === 0) return "only-reading";
  const made = inputsOfOutputs(inputs, outputs, lineage, "observed").findIndex((it) => toJobVersion(job, it.inputs, "observed").ref === version);
  return made === -1 ? null : reasonOfInput(input, outputs[made]!, { inputs, outputs, lineage });
}

/** Which facet of a run joins columns of `dataset` to others; `null` when what is known of the run does not tell. */
export function reasonOfColumnEdge(fold: Fold, dataset: string): "lineage-facet" | "column-lineage" | null {
  const output = outputsOfRun(fold).find((it: Name) => datasetRef(it) === dataset);
  return output ? reasonOfColumns(output, fold.latest.lineage?.value) : null;
}
