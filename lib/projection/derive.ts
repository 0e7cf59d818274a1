import type { Fold } from "@/lib/interpret/fold";
import { deriveBatch } from "./derive-batch";
import { deriveDataset } from "./derive-dataset";
import { deriveDatasetDeclaration, deriveDependency, deriveJobDeclaration } from "./derive-declared";
import { deriveFeatureSet } from "./derive-feature-set";
import { deriveModel } from "./derive-model";
import { deriveDeployment, deriveFailure, deriveFeature, deriveIncident, deriveJob, derivePrediction } from "./derive-others";
import { deriveRun } from "./derive-run";
import { emptyFragment, type Fragment } from "./fragment";
import type { ReadFold } from "./fragment-builder";

type Derive = (key: string, fold: Fold, read: ReadFold) => Fragment;

const BY_PREFIX: Record<string, Derive> = {
  run: deriveRun,
  job: deriveJob,
  jobevent: deriveJobDeclaration,
  datasetevent: deriveDatasetDeclaration,
  dependency: (_key, fold) => deriveDependency(fold),
  dataset: deriveDataset,
  batch: deriveBatch,
  featureset: deriveFeatureSet,
  feature: deriveFeature,
  model: deriveModel,
  deployment: deriveDeployment,
  prediction: derivePrediction,
  failure: deriveFailure,
  incident: deriveIncident,
};

/**
 * What a subject puts into the graph, from all that is known of it and nothing else: not from the order in which it became
 * known. Subjects that only others read (declarations, feature names, processing types) put nothing.
 */
export function derive(key: string, fold: Fold | null, read: ReadFold): Fragment {
  const unit = BY_PREFIX[key.slice(0, key.indexOf(":"))];
  return fold && unit ? unit(key, fold, read) : emptyFragment();
}
