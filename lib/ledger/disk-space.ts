import { statfsSync } from "node:fs";

const LOOK_AGAIN_MS = 200;

/** The bytes that are free on the disk of a directory for a process without privileges. */
export function freeBytesOf(directory: string): number {
  const { bavail, bsize } = statfsSync(directory);
  return bavail * bsize;
}

/** Watches how much room the disk of a directory has, without asking the system for every record. */
export class DiskSpace {
  private lookedAt = -Infinity;
  private freeBytes = 0;

  /** `readFreeBytes` asks the system how much is free. */
  constructor(
    private readonly readFreeBytes: () => number,
    private readonly reserveBytes: number,
  ) {}

  /** True when writing `bytes` would leave less than the reserve. */
  lacksRoomFor(bytes: number): boolean {
    const now = performance.now();
    if (now - this.lookedAt > LOOK_AGAIN_MS || this.freeBytes - bytes < this.reserveBytes) {
      this.freeBytes = this.readFreeBytes();
      this.lookedAt = now;
    }
    return this.freeBytes - bytes < this.reserveBytes;
  }

  /** Tells what has been written since the last look. */
  used(bytes: number): void {
    this.freeBytes -= bytes;
  }
}
