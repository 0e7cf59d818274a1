const HELD_MS = 4;

/** Gives the others a turn whenever work has held the thread for some milliseconds. */
export class Turns {
  private since = performance.now();

  async give(): Promise<void> {
    if (performance.now() - this.since < HELD_MS) return;
    await new Promise(setImmediate);
    this.since = performance.now();
  }
}
