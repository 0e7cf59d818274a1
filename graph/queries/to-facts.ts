import "server-only";
import { AppError } from "@/lib/errors";
import type { Mask } from "@/lib/lineage/mask";

/** @throws AppError `bad_data` for facts that are not JSON. */
export function toFacts(text: string | null, mask: Mask): unknown {
  if (text === null) return {};
  try {
    return mask.facts(JSON.parse(text));
  } catch (cause) {
    throw new AppError("bad_data", "The facts of a node in the graph are not JSON.", { cause });
  }
}
