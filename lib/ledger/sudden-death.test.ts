import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { assertSound } from "./check-ledger";
import { Ledger } from "./ledger";
import { inEmptyDirectory, recordNumber } from "./testing/records";

const program = fileURLToPath(new URL("./testing/append-forever.ts", import.meta.url));
const check = { entry: fileURLToPath(new URL("./check-ledger-child.ts", import.meta.url)), execArgv: ["--import", "tsx"], everything: true };
const KILLS = 5;

type Acknowledged = { sequence: number; leafHash: string; number: number };

/** Runs the appending program on `directory` and kills it, at a random moment, with SIGKILL. */
async function appendUntilKilled(directory: string, first: number): Promise<Acknowledged[]> {
  const child = spawn(process.execPath, ["--import", "tsx", program, directory, String(first)], { stdio: ["ignore", "pipe", "inherit"] });
  let output = "";
  let doomed = false;
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    output += text;
    if (!doomed) setTimeout(() => child.kill("SIGKILL"), Math.random() * 400);
    doomed = true;
  });
  await new Promise((resolve) => child.on("close", resolve));
  // the last piece may be half a line
  const lines = output.split("\n").slice(0, -1);
  return lines.map((line) => line.split(" ")).map(([sequence, leafHash = "", number]) => ({ sequence: Number(sequence), leafHash, number: Number(number) }));
}

test("killed with SIGKILL while it acknowledges, it has lost nothing that it acknowledged", () =>
  inEmptyDirectory(async (directory) => {
    const acknowledged: Acknowledged[] = [];
    for (let kill = 0; kill < KILLS; kill++) {
      acknowledged.push(...(await appendUntilKilled(directory, kill * 1_000_000)));
      const { size } = await assertSound(directory, check);
      const ledger = Ledger.open(directory);
      expect(ledger.size()).toBe(size);
      for (const { sequence, number } of acknowledged) expect(ledger.read(sequence)?.subject).toBe(`run:test:r${number}`);
      const last = acknowledged.at(-1)!;
      const again = recordNumber(last.number);
      expect(await ledger.append(again)).toEqual({ id: again.id, sequence: last.sequence, leafHash: last.leafHash, duplicate: true });
      await ledger.close();
    }
    expect(new Set(acknowledged.map(({ sequence }) => sequence)).size).toBe(acknowledged.length);
    expect(acknowledged.length).toBeGreaterThan(KILLS);
  }), 180_000);
