import { execFileSync, spawn } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { assertSound } from "@/lib/ledger/check-ledger";
import { Ledger } from "@/lib/ledger/ledger";
import { inEmptyDirectory } from "@/lib/ledger/testing/records";
import { cloudEvent, runEvent } from "./testing/events";
import { TOKEN } from "./testing/serve";

const program = fileURLToPath(new URL("./testing/serve-until-killed.ts", import.meta.url));
const shimSource = fileURLToPath(new URL("../ledger/testing/failing-fsync.c", import.meta.url));
const check = { entry: fileURLToPath(new URL("../ledger/check-ledger-child.ts", import.meta.url)), execArgv: ["--import", "tsx"], everything: true };

test("once an fsync has failed there is no further 2xx, the process lives and answers 503, and what was acknowledged is there", () =>
  inEmptyDirectory(async (directory) => {
    const shim = join(directory, "failing-fsync.so");
    const fsyncFails = join(directory, "fsync-fails");
    const data = join(directory, "ledger");
    mkdirSync(data);
    execFileSync("cc", ["-shared", "-fPIC", "-o", shim, shimSource, "-ldl"]);
    const child = spawn(process.execPath, ["--import", "tsx", program, data], { env: { ...process.env, LD_PRELOAD: shim, FAIL_FSYNC_SWITCH: fsyncFails }, stdio: ["ignore", "pipe", "pipe"] });
    const closed = new Promise<number | null>((resolve) => child.on("close", resolve));
    try {
      const url = await new Promise<string>((resolve, reject) => {
        child.stdout.once("data", (text: Buffer) => resolve(text.toString().trim()));
        child.once("close", () => reject(new Error("the server did not start")));
      });
      const post = async (path: string, type: string, body: string) =>
        fetch(`${url}${path}`, { method: "POST", body, headers: { authorization: `Bearer ${TOKEN}`, "content-type": type } });
      const send = (n: number) => post("/lineage", "application/json", JSON.stringify(runEvent(n)));

      const acknowledged = new Set<number>();
      let n = 0;
      let failing = false;
      const afterFailure: number[] = [];
      const writer = async (): Promise<void> => {
        while (afterFailure.length < 100) {
          const number = n++;
          const wasFailing = failing;
          const { status } = await send(number);
          if (status < 300) acknowledged.add(number);
          if (wasFailing) afterFailure.push(status);
          if (!failing && acknowledged.size > 50) {
            failing = true;
            writeFileSync(fsyncFails, "");
          }
        }
      };
      await Promise.all(Array.from({ length: 8 }, writer));
      // a commit that was past its fsync when the switch came may still be told; after a refusal nothing may
      expect(afterFailure.lastIndexOf(201)).toBeLessThan(afterFailure.indexOf(503));
      expect(new Set(afterFailure.slice(8))).toEqual(new Set([503]));

      // the disk seems well again, but what an fsync lost stays lost: still no 2xx
      rmSync(fsyncFails);
      const others = [
        await send(n + 1),
        await post("/lineage/batch", "application/json", JSON.stringify([runEvent(n + 2)])),
        await post("/events", "application/cloudevents+json", JSON.stringify(cloudEvent(1))),
        await post("/events", "application/x-ndjson", JSON.stringify(cloudEvent(2))),
        await send(0),
      ];
      expect(others.map(({ status, headers }) => [status, headers.get("retry-after")])).toEqual(others.map(() => [503, "30"]));
      expect(child.exitCode).toBeNull();
      child.kill("SIGKILL");
      await closed;

      await assertSound(data, check);
      const ledger = Ledger.open(data);
      const kept = new Set([...ledger.range(1, ledger.size())].map(({ bytes }) => Number((JSON.parse(bytes.toString()) as { run: { runId: string } }).run.runId.slice(-12))));
      expect([...acknowledged].filter((number) => !kept.has(number))).toEqual([]);
      await ledger.close();
    } finally {
      child.kill("SIGKILL");
      await closed;
    }
  }), 60_000);
