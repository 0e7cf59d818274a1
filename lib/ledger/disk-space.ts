import { statfsSync } from "node:fs";

const LOOK_AGAIN_MS = 200;

/** Watches how much room the disk of a directory has, without asking the system for every record. */
export class DiskSpace {
  private lookedAt = -Infinity;
  private freeBytes = 0;

  constructor(
    private readonly directory: string,
    private readonly reserveBytes: number,
  ) {}

  /** True when writing `bytes` would leave less than the reserve. */
  lacksRoomFor(bytes: number): boolean {
    const now = performance.now();
    if (now - this.lookedAt > LOOK_AGAIN_MS || this.freeBytes - bytes < this.reserveBytes) {
      const { bavail, bsize } = statfsSync(this.directory);
      this.freeBytes = bavail * bsize;
      this.lookedAt = now;
    }
    return this.freeBytes - bytes < this.reserveBytes;
  }

  /** Tells what has been written since the last look. */
  used(bytes: number): void {
    this.freeBytes -= bytes;
  }
}
