import { computeBaseline, computeFeatures } from "./feature-events";
import { SLOTS_PER_DAY } from "./features";
import { deploymentChanges, namesFeatureSets, registerModel } from "./model-events";
import { declareByLineage, EXPORT_AT, exportWindows, publishReports } from "./open-lineage-events";
import { predictBackfill, predictLive, recordAnomalies } from "./prediction-events";
import { declareDependencies, declareSource, recordBatch, recordFaults, recordReference } from "./telemetry-events";
import type { Outgoing, World } from "./world";

/** The declaration that goes first and alone: it takes the anchor for this server. */
export function firstDeclaration(world: World): Outgoing {
  return declareSource(world, [...world.study.sources.values()][0]!);
}

/**
 * Everything else of one copy of the world, about in the order in which it happened, one event at a time: the numbers are
 * small and in memory, the events are not. The same study, anchor and copy give the same bytes.
 */
export function* generateEvents(world: World): Generator<Outgoing> {
  const { plan, sources, families } = world.study;
  const all = [...sources.values()];
  for (const source of all.slice(1)) yield declareSource(world, source);
  yield* declareDependencies(world);
  const oldest = Math.max(...all.map((source) => source.windows[0]!.slot));
  yield* declareByLineage(world, oldest + 1);
  const agenda = agendaOf(world);
  const exportsFrom = Math.floor(sources.get("ec2_request_latency_system_failure")!.windows[0]!.slot / SLOTS_PER_DAY) - 1;
  for (let slot = oldest; slot >= 0; slot--) {
    for (const source of all) {
      const window = source.bySlot.get(slot);
      if (!window) continue;
      yield recordBatch(world, source, window);
      yield* recordFaults(world, source, window);
      if (slot === endOfFirstDay(source.windows[0]!.slot)) yield* recordReference(world, source);
    }
    // a day's baseline is read from the next window on
    const day = slot / SLOTS_PER_DAY;
    for (const source of all) {
      const baseline = source.baselines.get(day);
      if (baseline) yield* computeBaseline(world, source, baseline);
    }
    for (const source of all) {
      const row = source.hourly.get(slot);
      if (row) yield* computeFeatures(world, source, row);
    }
    for (const family of families)
      for (const source of family.sources) {
        const window = source.bySlot.get(slot);
        if (window) yield* predictLive(world, family, source, window);
      }
    if (Number.isInteger(day) && day >= 1 && day <= exportsFrom) {
      yield* exportWindows(world, slot, EXPORT_AT.daily);
      yield* publishReports(world, slot);
    }
    if (slot === plan.secondModel && families.some((family) => family.second && !namesFeatureSets(family.second)))
      yield* exportWindows(world, slot, EXPORT_AT.retraining);
    for (const item of agenda.get(slot) ?? []) yield* item();
  }
}

/** What happens once, by the slot after whose window it does. */
function agendaOf(world: World): Map<number, (() => Iterable<Outgoing>)[]> {
  const agenda = new Map<number, (() => Iterable<Outgoing>)[]>();
  const add = (slot: number, item: () => Iterable<Outgoing>) => agenda.set(slot, [...(agenda.get(slot) ?? []), item]);
  for (const family of world.study.families) {
    add(family.first.trainedAt, () => [registerModel(world, family.first)]);
    const { second } = family;
    if (second) add(second.trainedAt, () => [registerModel(world, second)]);
    for (const { slot, event } of deploymentChanges(world, family)) add(slot, () => [event]);
    add(family.first.trainedAt, () => predictBackfill(world, family));
    for (const source of family.sources)
      for (const { slot, event } of recordAnomalies(world, family, source)) add(slot, () => [event]);
  }
  return agenda;
}

/** The slot whose window ends the first whole day of a source that began at `first`. */
function endOfFirstDay(first: number): number {
  return (Math.floor(first / SLOTS_PER_DAY) - 1) * SLOTS_PER_DAY;
}
