import { Agent, request } from "node:http";

/** Where requests go, and with what headers. */
export type Target = { url: URL; headers: Record<string, string> };
/** `perSecond`: of requests. Times in milliseconds. */
export type Load = { perSecond: number; p50: number; p99: number };

/** `clients` that each send the next body when the last was answered, over a connection of their own. */
export async function closedLoop(target: Target, bodies: readonly string[], clients: number): Promise<Load> {
  const agent = new Agent({ keepAlive: true, maxSockets: clients });
  const times: number[] = [];
  let next = 0;
  const start = performance.now();
  await Promise.all(Array.from({ length: clients }, async () => {
    while (next < bodies.length) {
      const began = performance.now();
      await post(target, agent, bodies[next++]!);
      times.push(performance.now() - began);
    }
  }));
  agent.destroy();
  return summed(times, performance.now() - start);
}

/**
 * A request at every tick of a clock, whether or not the ones before it were answered; each time counts from its tick, so that a
 * stall counts for all who would have come in during it.
 */
export async function openLoop(target: Target, bodies: readonly string[], perSecond: number): Promise<Load> {
  const agent = new Agent({ keepAlive: true, maxSockets: 256 });
  const times: number[] = [];
  const underWay: Promise<void>[] = [];
  const start = performance.now();
  for (let sent = 0; sent < bodies.length; ) {
    for (const due = ((performance.now() - start) / 1000) * perSecond; sent < due && sent < bodies.length; sent++) {
      const tick = start + (sent / perSecond) * 1000;
      underWay.push(post(target, agent, bodies[sent]!).then(() => void times.push(performance.now() - tick)));
    }
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  await Promise.all(underWay);
  agent.destroy();
  return summed(times, performance.now() - start);
}

function summed(times: number[], elapsed: number): Load {
  times.sort((a, b) => a - b);
  const at = (share: number) => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0;
  return { perSecond: times.length / (elapsed / 1000), p50: at(0.5), p99: at(0.99) };
}

/** @throws Error for any answer but one of 2xx that kept everything */
function post({ url, headers }: Target, agent: Agent, body: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const outgoing = request(url, { method: "POST", agent, headers: { ...headers, "content-length": Buffer.byteLength(body) } }, (response) => {
      const { statusCode = 0 } = response;
      response.resume();
      // 200 says that something was there already or was refused
      response.on("end", () => (statusCode > 200 && statusCode < 300 ? resolve() : reject(new Error(`${url.pathname} answered ${statusCode}`))));
    });
    outgoing.on("error", reject);
    outgoing.end(body);
  });
}
