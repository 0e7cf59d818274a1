const LINE_EVERY_MS = 5000;
const REDRAW_EVERY_MS = 100;

export type Progress = {
  /** What is going on now; drawn over the last on a terminal, a line now and then elsewhere. */
  update(text: string): void;
  /** A line that stays. */
  line(text: string): void;
};

/** Progress for people: one line that moves on a terminal, a plain line every five seconds in a log. */
export function createProgress(out: { isTTY?: boolean; write(text: string): unknown }, now: () => number = Date.now): Progress {
  let last = 0;
  let drawn = false;
  return {
    update(text) {
      const pause = out.isTTY ? REDRAW_EVERY_MS : LINE_EVERY_MS;
      if (now() - last < pause) return;
      last = now();
      out.write(out.isTTY ? `\r\u001b[K${text}` : `${text}\n`);
      drawn = out.isTTY === true;
    },
    line(text) {
      out.write(`${drawn ? "\r\u001b[K" : ""}${text}\n`);
      drawn = false;
    },
  };
}
