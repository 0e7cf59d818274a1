import { cpSync, existsSync, mkdirSync, mkdtempSync, openSync, closeSync, rmSync, statfsSync, symlinkSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { mustHold, type Fault } from "../fault";
import type { Sender } from "../sender";
import { Trial } from "../trial";
import type { Parcel } from "../workload";

const MB = 2 ** 20;
const SIZE_MB = 320;
/** Left to the load above the 64 MB that the ledger keeps free. */
const ROOM_MB = 84;
const PATIENCE_MS = 60_000;

/**
 * The app's ledger and its projector's state are on a small disk of their own, in a mount namespace of the app: ext4 in a file where
 * that may be mounted (as root), else a tmpfs.
 */
const MOUNT = `
  truncate -s ${SIZE_MB}M "$1.img" && mkfs.ext4 -q -m 0 "$1.img" && mount -o loop "$1.img" "$1" || mount -t tmpfs -o size=${SIZE_MB}m tmpfs "$1" || exit 1
  mkdir -p "$1/ledger" "$1/projection" && shift && exec "$@"`;

export const diskFull: Fault = {
  name: "disk-full",
  title: "a full disk is answered with 503 before anything is lost, and events are taken again without a restart when there is room",
  times: { full: 5, short: 1 },
  run: ({ times, seed, clients, say }) =>
    Trial.run({ seed, clients }, async (trial) => {
      const disk = join(trial.dataDir, "disk");
      mkdirSync(disk);
      for (const name of ["ledger", "projection"]) symlinkSync(join(disk, name), join(trial.dataDir, name));
      const unshare = process.getuid?.() === 0 ? ["unshare", "-m"] : ["unshare", "-rm"];
      await trial.start({ wrapper: [...unshare, "sh", "-c", MOUNT, "sh", disk] });
      const { app, sender } = trial;
      // from out here the disk is seen through the app's process
      const inside = `/proc/${app.pid}/root${disk}`;
      mustHold(existsSync(`${inside}/ledger/data.mdb`) && statfsSync(inside).blocks * statfsSync(inside).bsize < 2 * SIZE_MB * MB ? [] : ["no small disk could be mounted here, neither ext4 in a file nor a tmpfs"]);
      await sender.begin(app);
      for (let round = 1; round <= times; round++) {
        fill(inside, ROOM_MB * MB);
        const sending = sender.keepSending(app, { parcel: () => large(sender) });
        await untilRefused(sender);
        // to the last byte
        fill(inside, 0);
        const acknowledged = sender.acknowledged.length;
        await sleep(1_500);
        const [ingest, health, answer] = await Promise.all([trial.read("/readyz?for=ingest"), trial.read("/healthz"), post(trial)]);
        mustHold([
          ...(sender.acknowledged.length > acknowledged ? [`${sender.acknowledged.length - acknowledged} were acknowledged on a full disk`] : []),
          ...([...sender.refused.keys()].some((status) => status !== 503) || sender.unanswered > 0 ? [`refused with ${sender.refusals()}, ${sender.unanswered} not answered`] : []),
          ...(ingest.status === 503 && health.status === 200 ? [] : [`readiness was ${ingest.status}, health ${health.status}`]),
          ...(answer.status === 503 && Number(answer.headers.get("retry-after")) > 0 ? [] : [`an event was answered with ${answer.status}, Retry-After ${answer.headers.get("retry-after")}`]),
        ]);
        empty(inside);
        await untilAcknowledged(sender, acknowledged);
        await sending.stop();
        say(`filled the disk ${round} of ${times} times, ${sender.acknowledged.length} acknowledged, ${sender.refusals()} refused`);
      }
      await trial.caughtUp();
      await trial.sendAgain();
      await sender.checkpoint(app);
      // the disk goes with the app: what is on it now is what would be there after a restart
      const copy = mkdtempSync(join(tmpdir(), "headwater-chaos-disk-"));
      try {
        cpSync(`${inside}/ledger`, copy, { recursive: true });
        const live = await trial.server.content();
        await app.stop();
        await trial.storedMustHold(copy, live);
      } finally {
        rmSync(copy, { recursive: true, force: true });
      }
      return `a disk of ${SIZE_MB} MB filled to the last byte ${times} times under load; no restart`;
    }),
};

/** Predictions with an output of 60 kB, so that a disk is filled soon. */
function large({ workload }: Sender): Parcel {
  const event = JSON.parse(workload.prediction()) as { data: { output: object } };
  event.data.output = { score: 0.5, note: "n".repeat(60_000) };
  return { way: "events", bodies: [JSON.stringify(event)] };
}

function fill(inside: string, leaveBytes: number): void {
  const handle = openSync(join(inside, "filler"), "a");
  const piece = Buffer.alloc(256 * 1024);
  try {
    for (;;) {
      const { bavail, bsize } = statfsSync(inside);
      const left = bavail * bsize - leaveBytes;
      if (left <= 0) return;
      writeSync(handle, piece, 0, Math.min(piece.length, left));
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOSPC") throw error;
  } finally {
    closeSync(handle);
  }
}

function empty(inside: string): void {
  rmSync(join(inside, "filler"));
}

function post({ app, sender }: Trial): Promise<Response> {
  return fetch(`${app.url}/api/v1/events`, { method: "POST", body: sender.workload.prediction(), headers: { authorization: `Bearer ${app.token}`, "content-type": "application/cloudevents+json" } });
}

async function untilRefused(sender: Sender): Promise<void> {
  const before = sender.refused.get(503) ?? 0;
  for (const until = Date.now() + PATIENCE_MS; Date.now() < until; await sleep(20)) if ((sender.refused.get(503) ?? 0) > before + 16) return;
  throw new Error("the disk is nearly full and nothing is refused");
}

async function untilAcknowledged(sender: Sender, before: number): Promise<void> {
  for (const until = Date.now() + PATIENCE_MS; Date.now() < until; await sleep(20)) if (sender.acknowledged.length > before + 20) return;
  throw new Error("there is room again and nothing is taken");
}
