import "server-only";
import { writeFileSync } from "node:fs";
import { getPriority, setPriority } from "node:os";

/** So much more nice than the rest: a thirtieth of its share, where both want the processor. */
const STEPS = 15;

/**
 * Lets a process, right after its start, run only with what others leave. Events that come in are not to wait for the graph to follow.
 * Where a system does not allow it, everything runs side by side as before.
 * @param leadsSession it was started `detached`. Linux shares the processor among sessions first, and how nice a process is counts only
 * within its own.
 */
export function giveWay(pid: number | undefined, leadsSession = false): void {
  if (pid === undefined) return;
  tryTo(() => setPriority(pid, getPriority() + STEPS));
  if (leadsSession && process.platform === "linux") tryTo(() => writeFileSync(`/proc/${pid}/autogroup`, String(STEPS)));
}

function tryTo(act: () => void): void {
  try {
    act();
  } catch {
    // what is asked for is a favour
  }
}
