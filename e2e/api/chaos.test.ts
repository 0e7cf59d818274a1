import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, expect, test } from "vitest";
import { runEvent, sendEvent, type SentEvent } from "@/graph/testing/send-event";
import { startApp, type App } from "@/graph/testing/start-app";

let app: App | null = null;
afterEach(async () => {
  await app?.remove();
  app = null;
});

const CLIENTS = 8;

/** Sends numbered events from several clients until told to stop; keeps what was acknowledged and what else was answered. */
function keepSending(target: App, namespace: string, first: number): { acknowledged: SentEvent[]; refusals: Map<number, number>; stop(): Promise<number> } {
  const acknowledged: SentEvent[] = [];
  const refusals = new Map<number, number>();
  let next = first;
  let stopped = false;
  const client = async (): Promise<void> => {
    while (!stopped) {
      const body = runEvent(namespace, next++);
      const { status, receipt } = await sendEvent(target, body);
      if (receipt) acknowledged.push({ body, receipt });
      else refusals.set(status, (refusals.get(status) ?? 0) + 1);
      await sleep(status === 0 ? 50 : 5);
    }
  };
  const clients = Promise.all(Array.from({ length: CLIENTS }, client));
  return {
    acknowledged,
    refusals,
    stop: async () => {
      stopped = true;
      await clients;
      return next;
    },
  };
}

const json = async <T>(path: string): Promise<T> => {
  const answer = await fetch(`${app?.url}${path}`, { headers: { authorization: `Bearer ${app?.token}` } });
  if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`);
  return (await answer.json()) as T;
};

test("Neo4j is killed again and again while events come in: every one is taken, and all are in the graph in the end", async () => {
  app = await startApp();
  const sending = keepSending(app, "chaos", 0);
  for (let round = 0; round < 3; round++) {
    await sleep(2_000);
    const pid = app.neo4jPid();
    if (pid !== null) process.kill(pid, "SIGKILL");
    await sleep(4_000);
  }
  await sending.stop();
  expect([...sending.refusals]).toEqual([]);
  const { acknowledged } = sending;
  expect(acknowledged.length).toBeGreaterThan(100);
  expect(new Set(acknowledged.map((event) => event.receipt.sequence)).size).toBe(acknowledged.length);

  const { size } = await json<{ size: number }>("/api/v1/log/checkpoint");
  expect(size).toBe(acknowledged.length);
  for (const until = Date.now() + 120_000; (await json<{ projected: number }>("/api/v1/log/checkpoint")).projected < size; await sleep(500)) {
    if (Date.now() > until) throw new Error("the projection did not catch up");
  }
  const { total, watermark } = await json<{ total: number; watermark: { sequence: number; deadLetters: number } }>(`/api/v1/search?kind=dataset&q=out-&limit=1&after=${size}`);
  expect({ total, ...watermark }).toMatchObject({ total: acknowledged.length, sequence: size, deadLetters: 0 });
}, 300_000);

test("the app is killed while it acknowledges: what it acknowledged is there after the start, under the same number", async () => {
  app = await startApp({ ingestOnly: true });
  const acknowledged: SentEvent[] = [];
  let next = 0;
  for (const pauseMs of [400, 1_300, 700]) {
    const sending = keepSending(app, "killed", next);
    await sleep(pauseMs);
    await app.kill();
    next = await sending.stop();
    acknowledged.push(...sending.acknowledged);
    app = await startApp({ dataDir: app.dataDir, token: app.token, ingestOnly: true });
  }
  expect(acknowledged.length).toBeGreaterThan(30);
  for (const { body, receipt } of acknowledged) {
    expect((await sendEvent(app, body)).receipt).toMatchObject({ ...receipt, duplicate: true });
  }
  expect((await json<{ size: number }>("/api/v1/log/checkpoint")).size).toBeGreaterThanOrEqual(acknowledged.length);
}, 300_000);
