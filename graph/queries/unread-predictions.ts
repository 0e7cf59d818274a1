import "server-only";
import { z } from "zod";
import { readQuery } from "@/graph/read-query";
import type { Micros } from "@/lib/time";

const DAY = 86_400_000_000;

const countOfModel = readQuery({
  name: "count-predictions-of-model",
  params: z.object({ key: z.string(), day: z.int(), dayStart: z.int(), last: z.int() }),
  row: z.object({ total: z.int() }),
  cypher: `
    CALL () { MATCH (d:Daily) WHERE d.ref = $key AND d.day < $day RETURN sum(d.count) AS before }
    CALL () { MATCH (p:Prediction) WHERE p.model = $key AND p.at >= $dayStart AND p.at <= $last RETURN count(p) AS onTheDay }
    RETURN before + onTheDay AS total`,
});

const knownOfModel = readQuery({
  name: "known-predictions-of-model",
  params: z.object({ model: z.string(), keys: z.array(z.string()) }),
  row: z.object({ total: z.int() }),
  cypher: "UNWIND $keys AS key MATCH (p:Node {key: key}) WHERE p.model = $model RETURN count(p) AS total",
});

/** How many predictions a model version made up to a moment: whole days are counted already. */
async function predictionsOf(key: string, last: Micros): Promise<number> {
  const day = Math.floor(last / DAY);
  return (await countOfModel({ key, day, dayStart: day * DAY, last }))[0]?.total ?? 0;
}

/**
 * How many predictions of some model versions are not among the instances that are known, up to a moment. One may have been come to by
 * another way than from its model version.
 */
export async function countUnread(models: readonly string[], known: readonly string[], last: Micros): Promise<number> {
  if (models.length === 0) return 0;
  const keys = known.filter((key) => key.startsWith("prediction:"));
  const unread = await Promise.all(models.map(async (model) => (await predictionsOf(model, last)) - ((await knownOfModel({ model, keys }))[0]?.total ?? 0)));
  return unread.reduce((sum, it) => sum + it, 0);
}
