import "server-only";
import { z } from "zod";
import { readQuery } from "@/graph/read-query";

export const failureRow = z.object({ about: z.string(), failure: z.string().nullable(), message: z.string().nullable(), at: z.number().nullable() });
export type FailureRow = z.output<typeof failureRow>;

const readFailures = readQuery({
  name: "failures-about-nodes",
  params: z.object({ keys: z.array(z.string()), from: z.int(), last: z.int(), limit: z.int() }),
  row: failureRow,
  cypher: `
    UNWIND $keys AS key
    MATCH (:Node {key: key})<-[:ABOUT]-(f:Failure) WHERE coalesce($from <= f.at AND f.at <= $last, true)
    WITH key, f ORDER BY f.at DESC, f.key LIMIT $limit
    RETURN key AS about, f.failure AS failure, f.message AS message, f.at AS at`,
});

/** Failures recorded about any of some nodes between two instants (both inclusive), newest first, at most `limit`. */
export async function failuresAbout(keys: readonly string[], period: { from: number; last: number }, limit: number): Promise<FailureRow[]> {
  return keys.length === 0 ? [] : readFailures({ keys: [...keys], ...period, limit });
}
