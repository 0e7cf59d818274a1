import "server-only";
import { readlinkSync } from "node:fs";
import { getPriority, setPriority } from "node:os";
import { basename } from "node:path";

/** So much more nice than the rest: a tenth of its share, where both want the processor. */
const STEPS = 10;

/**
 * Lets a process, right after its start, or else the thread that calls this, run only with what others leave. Events that come in are not
 * to wait for the graph to follow. Where a system does not allow it, everything runs side by side as before.
 */
export function giveWay(pid?: number): void {
  try {
    setPriority(pid ?? ownThread(), getPriority() + STEPS);
  } catch {
    // what is asked for is a favour
  }
}

/** On Linux a thread has a priority of its own, under its own number. Its link is read on the thread that asks. */
function ownThread(): number {
  return Number(basename(readlinkSync("/proc/thread-self")));
}
