import type { JsonView } from "@/lib/json-view";
import { formatRef } from "@/lib/lineage/node-ref";

/** The reference of a recorded run (`{job: {namespace}, runId}`); `null` when it is not whole, or may not be seen. */
export function toRunRef(run: JsonView): string | null {
  const [namespace, runId] = [run.at("job", "namespace").text(), run.at("runId").text()];
  return namespace === null || runId === null ? null : formatRef("run", namespace, runId);
}
