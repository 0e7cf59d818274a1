import { canonicalDigest } from "@/lib/canonical-json";
import { encodePart } from "@/lib/lineage/node-ref";
import type { Confidence, JobVersion } from "./fragment";

/**
 * The version of a job that a set of inputs makes. Its signature is the first 16 hex digits of the SHA-256 over the JCS form of
 * [job, sorted inputs with their confidence, observed or declared].
 */
export function toJobVersion(job: string, inputs: ReadonlyMap<string, Confidence>, origin: "observed" | "declared"): JobVersion {
  const sorted = [...inputs].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  const signature = canonicalDigest([job, sorted, origin]).slice(0, 16);
  return { ref: `${job}@${encodePart(signature)}`, job, origin, inputs: sorted };
}
