import { connect, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { mustHold, type Fault } from "../fault";
import { Trial } from "../trial";

const DROPPED_AFTER_MS = 60_000;
const DRIP_MS = 500;

/** Half of the connections bring their headers letter by letter, half have sent these and bring their body so; some never say a word. */
export const slowClients: Fault = {
  name: "slow-clients",
  title: "hundreds of clients that trickle are dropped, and meanwhile the others are served",
  times: { full: 600, short: null },
  run: ({ times, seed, clients, say }) =>
    Trial.run({ seed, clients }, async (trial) => {
      await trial.start();
      const { app, sender } = trial;
      await sender.begin(app);
      const { port } = new URL(app.url);
      const slow = Array.from({ length: times }, (_, n) => new SlowClient(Number(port), app.token, n % 3));
      await sleep(1_000);
      say(`${times} slow connections`);

      const times99: number[] = [];
      const sending = sender.keepSending(app, { parcel: () => ({ way: "lineage", bodies: [sender.workload.run()] }) });
      const until = Date.now() + DROPPED_AFTER_MS;
      while (Date.now() < until && slow.some((it) => !it.closed)) {
        const began = performance.now();
        const answer = await trial.read("/api/v1/log/checkpoint");
        times99.push(performance.now() - began);
        mustHold(answer.status === 200 ? [] : [`a read was answered with ${answer.status} while slow clients were connected`]);
        await sleep(100);
      }
      await sending.stop();
      const left = slow.filter((it) => !it.closed);
      for (const it of slow) it.end();
      mustHold([
        ...(left.length > 0 ? [`${left.length} of ${times} slow clients were still connected after ${DROPPED_AFTER_MS / 1000} s`] : []),
        ...(sender.refused.size + sender.unanswered > 0 ? [`${sender.refusals()} of the others were refused and ${sender.unanswered} not answered`] : []),
        ...(sender.acknowledged.length > 200 ? [] : [`only ${sender.acknowledged.length} events of the others were acknowledged`]),
      ]);
      const longest = Math.max(...slow.map((it) => it.closedAfterMs));
      times99.sort((a, b) => a - b);
      await trial.mustHold();
      return `${times} slow connections (headers, bodies, silent), the last dropped after ${(longest / 1000).toFixed(0)} s; reads of the others p99 ${Math.round(times99[Math.floor(times99.length * 0.99)]!)} ms`;
    }),
};

class SlowClient {
  closed = false;
  closedAfterMs = 0;
  private readonly socket: Socket;
  private readonly timer: NodeJS.Timeout | null;

  /** `way` 0: headers come letter by letter, 1: the body does, 2: nothing comes at all. */
  constructor(port: number, token: string, way: number) {
    const began = Date.now();
    this.socket = connect(port, "127.0.0.1");
    this.socket.on("error", () => undefined);
    this.socket.on("close", () => {
      this.closed = true;
      this.closedAfterMs = Date.now() - began;
      this.end();
    });
    this.socket.resume();
    if (way === 1) this.socket.write(`POST /api/v1/lineage HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${token}\r\ncontent-type: application/json\r\ncontent-length: 100000\r\n\r\n{`);
    else if (way === 0) this.socket.write("POST /api/v1/lineage HTTP/1.1\r\nhost: x\r\nx-slow: ");
    this.timer = way === 2 ? null : setInterval(() => this.socket.write("a"), DRIP_MS);
  }

  end(): void {
    if (this.timer) clearInterval(this.timer);
    this.socket.destroy();
  }
}
