import { hourlyFeature, familyOf } from "./families";
import { jsonDigest, nameUuid } from "./ids";
import { CANARIES } from "./plan";
import type { FamilyStudy, ModelStudy, SnapshotRow } from "./study-models";
import { cloudEvent, featureSetId, instant, iso, type Outgoing, type World } from "./world";

/** Seconds after the instant of a training at which things happen. */
export const TRAINING = { export: 60, start: 180, end: 360, registered: 360, deployed: 420, backfill: 480 } as const;

/** Name and version of the exported windows that a second model is trained on. */
export function exportVersion(world: World, slot: number): { namespace: string; name: string; version: string } {
  return { namespace: world.ops, name: "training_windows", version: instant(world, slot) };
}

/** Whether a model's snapshot names each feature set it learned from, or the export that holds its windows. */
export function namesFeatureSets(model: ModelStudy): boolean {
  return model.version === 1 || model.family.name === "latency";
}

export function registerModel(world: World, model: ModelStudy): Outgoing {
  const { family, trainedAt, snapshot } = model;
  const key = `${family.model}/${model.version}`;
  const at = instant(world, trainedAt, TRAINING.registered);
  const rows = snapshot.rows.map((row) => ({ source: row.source, original: originalStart(world, row), inputs: row.inputs, labelled: row.labelled }));
  const content = { ...model.model, inputs: model.inputs.map((input) => inputName(input)) };
  return cloudEvent(world, "model.registered.v1", key, at, {
    namespace: world.ops,
    name: family.model,
    version: String(model.version),
    // the whole artifact: its digest is over the JCS form of `content`
    artifact: { digest: jsonDigest(content), content },
    hyperparameters: { algorithm: model.model.algorithm, ...model.hyperparameters },
    training: {
      run: {
        job: { namespace: world.ops, name: `train_${family.model.replace("-", "_")}` },
        runId: nameUuid("train", world.ops, key),
        operator: "mlops@example.com",
        codeVersion: model.version === 1 ? "trainer/0.9.0" : "trainer/1.2.0",
        startedAt: instant(world, trainedAt, TRAINING.start),
        endedAt: instant(world, trainedAt, TRAINING.end),
        outcome: "COMPLETE",
        seed: model.seed,
        parameters: model.hyperparameters,
      },
      snapshot: {
        id: `snap-${family.name}-${model.version}`,
        digest: jsonDigest(rows),
        rows: rows.length,
        window: { start: instant(world, snapshot.oldestSlot + 1), end: instant(world, snapshot.newestSlot) },
        inputs: namesFeatureSets(model) ? featureSetsOf(world, model) : [{ dataset: exportVersion(world, trainedAt) }, { dataset: { namespace: world.ops, name: "oncall_labels" } }],
      },
    },
    metrics: model.metrics,
    features: model.inputs.map((input) => {
      const { name, version, group } = hourlyFeature(familyOf(input.family), input.value);
      return { namespace: world.ops, group, name, version };
    }),
    owner: family.owner,
    description: model.version === 1
      ? "Robust deviation from the ordinary, no labels: median and MAD of each input, limit at a quantile of the snapshot."
      : "Logistic regression by SGD on the peaks of labelled failures; metrics are cross-validated on all windows of the snapshot.",
    tags: { "sample.trained-slot": String(trainedAt) },
    at,
  });
}

/** Everything that changes in a family's deployments, each with the slot after whose window it happens. */
export function deploymentChanges(world: World, study: FamilyStudy): { slot: number; event: Outgoing }[] {
  const { plan } = world.study;
  const { family, first, second, review } = study;
  const changes: { slot: number; event: Outgoing }[] = [];
  const change = (slot: number, seconds: number, environment: string, version: 1 | 2, action: "deploy" | "undeploy" | "rollback", by: string, reason: string) => {
    const at = instant(world, slot, seconds);
    changes.push({ slot, event: cloudEvent(world, "deployment.changed.v1", `${environment}/${family.model}/${version}/${action}`, at, {
      namespace: world.ops, name: family.model, environment, model: { namespace: world.ops, name: family.model, version: String(version) }, action, by, reason, at,
    }) });
  };
  change(first.trainedAt, TRAINING.deployed, "prod", 1, "deploy", "mlops@example.com", "first version");
  if (!second) return changes;
  const verdict = `F1 ${round(second.metrics.f1)} held out, the running version ${round(second.metrics.previous_f1)} on the same windows`;
  if (CANARIES.has(family.name)) {
    change(plan.canary, 30, "canary", 2, "deploy", "mlops@example.com", "to be seen beside version 1");
    change(plan.production, 40, "canary", 2, "undeploy", "mlops@example.com", study.promoted ? "promoted" : `not promoted: ${verdict}`);
  }
  if (study.promoted) change(plan.production, 30, "prod", 2, "deploy", family.owner.contact, verdict);
  if (review?.rolledBack)
    change(plan.review, 30, "prod", 1, "rollback", family.owner.contact, `${review.falseAlarms} alarms outside any failure since promotion, at most ${review.budget} were agreed`);
  return changes;
}

function featureSetsOf(world: World, model: ModelStudy) {
  const { sources } = world.study;
  const ids = new Set(model.snapshot.rows.flatMap((row) => model.inputs.flatMap((input) => {
    const source = sources.get(input.source ?? row.source);
    return source?.hourly.has(row.slot) ? [featureSetId(world, source.spec.name, source.bySlot.get(row.slot)!)] : [];
  })));
  return [...ids].map((id) => ({ featureSet: { namespace: world.ops, id } }));
}

function originalStart(world: World, row: SnapshotRow): string {
  return iso(world.study.sources.get(row.source)!.bySlot.get(row.slot)!.start);
}

function inputName(input: ModelStudy["inputs"][number]): string {
  const { name, version } = hourlyFeature(familyOf(input.family), input.value);
  return `${name}@${version}${input.source === null ? "" : ` of ${input.source}`}`;
}

function round(x: number | undefined): string {
  return (x ?? 0).toFixed(3);
}
