import "server-only";
import { readlinkSync } from "node:fs";
import { setPriority } from "node:os";
import { basename } from "node:path";

/** A third of the share of what runs at the usual 0, where both want the processor. */
const NICE = 5;

/**
 * Lets a process, right after its start, or else the thread that calls this, run only with what others leave. Events that come in are not
 * to wait for the graph to follow. Where a system does not allow it, everything runs side by side as before.
 */
export function giveWay(pid?: number): void {
  try {
    setPriority(pid ?? ownThread(), NICE);
  } catch {
    // what is asked for is a favour
  }
}

/** On Linux a thread has a priority of its own, under its own number. Its link is read on the thread that asks. */
function ownThread(): number {
  return Number(basename(readlinkSync("/proc/thread-self")));
}
