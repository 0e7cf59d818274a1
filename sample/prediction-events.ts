import { formatRef } from "@/lib/lineage/node-ref";
import { WINDOW_MS, type Window } from "./cut-windows";
import { windowTrace } from "./feature-events";
import { SLOTS_PER_DAY } from "./features";
import { jsonDigest, nameTraceparent, nameUuid } from "./ids";
import { TRAINING } from "./model-events";
import { CANARIES } from "./plan";
import { productionVersion, scoreWindow, type FamilyStudy, type ModelStudy, type Score } from "./study-models";
import type { SourceStudy } from "./study-sources";
import { cloudEvent, featureSetId, instant, iso, predictionId, type Outgoing, type World } from "./world";

type Scoring = { environment: "prod" | "canary"; at: string; startedAt: string; job: string; runKey: string };

/** The predictions about a window as soon as it has ended: production's, and the canary's while there is one. */
export function predictLive(world: World, study: FamilyStudy, source: SourceStudy, window: Window): Outgoing[] {
  const { plan } = world.study;
  const { slot } = window;
  const version = productionVersion(plan, study, slot);
  if (version === 0) return [];
  const scoring = { job: `score_${study.family.name}`, startedAt: instant(world, slot, 40) };
  const events = [predict(world, modelOf(study, version), source, window, {
    ...scoring, environment: "prod", at: instant(world, slot, 45), runKey: `prod/${slot}`,
  })];
  if (study.second && CANARIES.has(study.family.name) && slot < plan.canary && slot >= plan.production)
    events.push(predict(world, study.second, source, window, { ...scoring, environment: "canary", at: instant(world, slot, 50), runKey: `canary/${slot}` }));
  return events;
}

/** The predictions about all windows before a family's first model, made right after its first deployment. */
export function* predictBackfill(world: World, study: FamilyStudy): Generator<Outgoing> {
  const { trainedAt } = study.first;
  let count = 0;
  for (const source of study.sources) {
    for (const window of source.windows) {
      if (window.slot < trainedAt) break;
      const day = Math.floor(window.slot / SLOTS_PER_DAY);
      yield predict(world, study.first, source, window, {
        environment: "prod",
        at: instant(world, trainedAt, TRAINING.backfill + ++count * 0.025),
        startedAt: instant(world, trainedAt, TRAINING.backfill),
        job: `backfill_${study.family.name}`,
        runKey: `backfill/${source.spec.name}/${day}`,
      });
    }
  }
}

/** What on-call wrote down after each labelled period of a source that the windows cover: found, or missed and where it showed most. */
export function recordAnomalies(world: World, study: FamilyStudy, source: SourceStudy): { slot: number; event: Outgoing }[] {
  return source.labels.flatMap((period, index) => {
    const windows = source.windows.filter((window) => source.labelOf.get(window.slot) === index);
    if (windows.length === 0) return [];
    const scores = windows.map((window) => ({ window, ...productionScore(world, study, source, window) }));
    const alarms = scores.filter((score) => score.anomaly);
    const peak = scores.reduce((best, score) => (score.score > best.score ? score : best));
    const slot = windows.at(-1)!.slot;
    const at = instant(world, slot, 55);
    const prediction = formatRef("prediction", world.ops, predictionId(world, source.spec.name, (alarms[0] ?? peak).window, "prod"));
    const { name } = source.spec;
    return [{ slot, event: cloudEvent(world, "failure.recorded.v1", `${name}/anomaly/${iso(period.start)}`, at, {
      about: alarms.length > 0 ? formatRef("dataset", world.aws, name) : prediction,
      failure: "anomaly",
      message: alarms.length > 0
        ? `failure of ${name} confirmed: ${alarms.length} of ${windows.length} windows raised the alarm`
        : `failure of ${name} missed: ${windows.length} windows, highest score ${peak.score} against ${peak.threshold}`,
      at,
      details: {
        found: alarms.length > 0,
        [alarms.length > 0 ? "firstAlarm" : "highestScore"]: prediction,
        windows: windows.length,
        alarms: alarms.length,
        window: { start: instant(world, windows[0]!.slot + 1), end: instant(world, slot) },
        original: { start: iso(period.start), end: iso(period.end) },
      },
    }) }];
  });
}

/** The score that production gave a window, live or by backfill, and by which version. */
export function productionScore(world: World, study: FamilyStudy, source: SourceStudy, window: Window): Score & { version: 1 | 2 } {
  const version = productionVersion(world.study.plan, study, window.slot) || 1;
  return { ...scoreWindow(modelOf(study, version), source.spec.name, window.slot, world.study.sources), version };
}

function modelOf(study: FamilyStudy, version: 1 | 2): ModelStudy {
  return version === 2 && study.second ? study.second : study.first;
}

function predict(world: World, model: ModelStudy, source: SourceStudy, window: Window, scoring: Scoring): Outgoing {
  const { sources } = world.study;
  const { name } = source.spec;
  const output = { ...scoreWindow(model, name, window.slot, sources) };
  const read = [...new Set(model.inputs.map((input) => input.source ?? name))]
    .map((input) => sources.get(input))
    .filter((input) => input?.hourly.has(window.slot) === true)
    .map((input) => ({ namespace: world.ops, id: featureSetId(world, input!.spec.name, input!.bySlot.get(window.slot)!) }));
  const trace = scoring.environment === "prod" ? windowTrace(world, name, window) : nameTraceparent(world.ops, name, iso(window.start), scoring.environment);
  return cloudEvent(world, "prediction.made.v1", `${name}/${iso(window.start)}/${scoring.environment}`, scoring.at, {
    namespace: world.ops,
    id: predictionId(world, name, window, scoring.environment),
    model: { namespace: world.ops, name: model.family.model, version: String(model.version) },
    deployment: { namespace: world.ops, environment: scoring.environment, name: model.family.model },
    features: read,
    at: scoring.at,
    output: { subject: formatRef("dataset", world.aws, name), ...output },
    digest: jsonDigest(output),
    run: {
      job: { namespace: world.ops, name: scoring.job },
      runId: nameUuid("score", world.ops, model.family.name, scoring.runKey),
      operator: "airflow",
      codeVersion: "scorer/1.0.3",
      startedAt: scoring.startedAt,
      outcome: "COMPLETE",
      seed: model.seed,
    },
    original: { start: iso(window.start), end: iso(window.start + WINDOW_MS) },
  }, trace);
}
