import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { lockDataDir } from "@/graph/runtime/data-lock";
import { StartFault } from "@/graph/runtime/start-fault";

let directory = "";
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "headwater-lock-"));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

test("a directory held by a running process is refused, with its number and the way out", async () => {
  const other = spawn("sleep", ["60"]);
  const lock = lockDataDir(directory);
  const held = JSON.parse(readFileSync(join(directory, "lock"), "utf8")) as { pid: number; started: string };
  lock.release();
  const stat = readFileSync(`/proc/${other.pid}/stat`, "utf8").split(" ");
  writeFileSync(join(directory, "lock"), JSON.stringify({ pid: other.pid, started: `${held.started.split("/")[0]}/${stat[21]}` }));
  try {
    expect(() => lockDataDir(directory)).toThrow(StartFault);
    expect(() => lockDataDir(directory)).toThrow(new RegExp(`process ${other.pid}.*HEADWATER_DATA`));
  } finally {
    other.kill("SIGKILL");
    await new Promise((resolve) => other.on("exit", resolve));
  }
  lockDataDir(directory).release();
});

test("a lock is taken over when its process is gone, when its number is another's now, and when it was cut short", () => {
  for (const stale of [JSON.stringify({ pid: 2 ** 22 - 1, started: "x/1" }), JSON.stringify({ pid: 1, started: "another-boot/1" }), '{"pid": 1', ""]) {
    writeFileSync(join(directory, "lock"), stale);
    lockDataDir(directory).release();
    expect(existsSync(join(directory, "lock"))).toBe(false);
  }
});
