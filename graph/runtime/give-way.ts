import "server-only";
import { getPriority, setPriority } from "node:os";

/** So much more nice than the rest: a tenth of its share, where both want the processor. */
const STEPS = 10;

/**
 * Lets a process, right after its start, run only with what others leave. Events that come in are not to wait for the graph to follow.
 * Where a system does not allow it, everything runs side by side as before.
 */
export function giveWay(pid: number | undefined): void {
  try {
    if (pid !== undefined) setPriority(pid, getPriority() + STEPS);
  } catch {
    // what is asked for is a favour
  }
}
