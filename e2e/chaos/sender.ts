import { setTimeout as sleep } from "node:timers/promises";
import { random } from "@/lib/testing/seeded-random";
import { canonicalDigest } from "@/lib/canonical-json";
import type { EventsAnswer, Receipt } from "../api/testing/client";
import type { Parcel, Workload } from "./workload";

/** What was acknowledged: an event with its receipt, or without one where the way gives none. A retraction's `body` is `null`: the server words it. */
export type Acknowledged = { id: string; body: string | null; way: "lineage" | "events" | "retractions"; receipt: { sequence: number; leafHash: string } | null };
/** `root` in hex. */
export type Checkpoint = { size: number; root: string };
type Target = { url: string; token: string };

const PAUSE_MS = 15;
const PAUSE_WITHOUT_ANSWER_MS = 30;
/** One in so many requests takes a record back, one asks for the checkpoint. */
const RETRACT_EVERY = 60;
const CHECKPOINT_EVERY = 50;

const CONTENT_TYPES = {
  lineage: "application/json",
  "lineage/batch": "application/json",
  events: "application/cloudevents+json",
  "events/batch": "application/cloudevents-batch+json",
  "events/ndjson": "application/x-ndjson",
} as const;

/** Sends events and remembers what was acknowledged: the one list that everything else is held against. */
export class Sender {
  readonly acknowledged: Acknowledged[] = [];
  readonly checkpoints: Checkpoint[] = [];
  /** How many requests were answered with something else than 2xx, by status. */
  readonly refused = new Map<number, number>();
  /** Requests that broke off: nothing is known of their events. */
  unanswered = 0;
  private ground = 0;
  private readonly stops: (() => void)[] = [];
  private readonly next: () => number;

  constructor(readonly workload: Workload, seed: number, private readonly clients: number) {
    this.next = random(seed + 1);
  }

  /** Sends one parcel. @returns the status, 0 when there was no answer */
  async send(target: Target, { way, bodies }: Parcel): Promise<number> {
    const body = way === "events/ndjson" ? bodies.join("\n") : way.endsWith("/batch") ? `[${bodies.join(",")}]` : bodies[0]!;
    const path = way.startsWith("lineage") ? way : "events";
    const answer = await this.request(target, `/api/v1/${path}`, body, CONTENT_TYPES[way]);
    if (answer === null) return 0;
    if (way === "lineage") this.keep("lineage", bodies[0]!, JSON.parse(answer.text) as Receipt);
    else if (way === "lineage/batch") {
      if (answer.status !== 204) throw new Error(`${path} answered ${answer.status}: ${answer.text.slice(0, 500)}`);
      for (const it of bodies) this.acknowledged.push({ id: `sha256:${canonicalDigest(JSON.parse(it))}`, body: it, way: "lineage", receipt: null });
    } else {
      const { receipts, refused } = JSON.parse(answer.text) as EventsAnswer;
      if (refused.length > 0) throw new Error(`${path} refused ${JSON.stringify(refused[0])}`);
      bodies.forEach((it, i) => this.keep("events", it, receipts[i]!));
    }
    return answer.status;
  }

  /** Sends what the rest builds on. @throws when that is not acknowledged */
  async begin(target: Target): Promise<void> {
    const status = await this.send(target, this.workload.ground());
    if (status !== 202) throw new Error(`the first events were answered with ${status}`);
    this.ground = this.acknowledged.length;
  }

  /** Takes back a record that was acknowledged. */
  async retract(target: Target, sequence: number): Promise<void> {
    const answer = await this.request(target, "/api/v1/retractions", JSON.stringify({ records: [sequence], reason: "chaos" }), "application/json");
    if (answer === null) return;
    const { id, sequence: own, leafHash } = JSON.parse(answer.text) as Receipt;
    this.acknowledged.push({ id, body: null, way: "retractions", receipt: { sequence: own, leafHash } });
  }

  async checkpoint(target: Target): Promise<void> {
    const answer = await fetch(`${target.url}/api/v1/log/checkpoint`, { headers: { authorization: `Bearer ${target.token}` } }).catch(() => null);
    const text = await answer?.text().catch(() => null);
    if (!answer?.ok || !text) return;
    const { size, root } = JSON.parse(text) as Checkpoint;
    this.checkpoints.push({ size, root: Buffer.from(root, "base64").toString("hex") });
  }

  /** Several clients send what the workload gives until told to stop; resolves once the last has its answer. */
  keepSending(target: Target, options: { parcel?: () => Parcel } = {}): { stop(): Promise<void> } {
    let stopped = false;
    this.stops.push(() => (stopped = true));
    let count = 0;
    const parcel = options.parcel ?? (() => this.workload.parcel());
    const client = async (): Promise<void> => {
      while (!stopped) {
        const n = ++count;
        const status = await this.send(target, parcel());
        if (n % CHECKPOINT_EVERY === 0) await this.checkpoint(target);
        if (n % RETRACT_EVERY === 0) await this.retractSome(target);
        await sleep(status === 0 ? PAUSE_WITHOUT_ANSWER_MS : PAUSE_MS);
      }
    };
    const clients = Promise.all(Array.from({ length: this.clients }, client));
    return {
      stop: async () => {
        stopped = true;
        await clients;
      },
    };
  }

  /** Nobody sends any more, also where a story broke off. */
  end(): void {
    for (const stop of this.stops) stop();
  }

  /** As a cell of the report: `0`, or how often and with which status. */
  refusals(): string {
    const all = [...this.refused].map(([status, count]) => `${count} (${status})`);
    return all.length === 0 ? "0" : all.join(", ");
  }

  private async retractSome(target: Target): Promise<void> {
    // what the rest builds on stays
    const { receipt } = this.acknowledged[this.ground + Math.floor(this.next() * (this.acknowledged.length - this.ground))] ?? {};
    if (receipt) await this.retract(target, receipt.sequence);
  }

  private keep(way: "lineage" | "events", body: string, { id, sequence, leafHash }: Receipt): void {
    this.acknowledged.push({ id, body, way, receipt: { sequence, leafHash } });
  }

  /** `null` when it was refused or there was no answer: both are counted. */
  private async request(target: Target, path: string, body: string, contentType: string): Promise<{ status: number; text: string } | null> {
    let answer: { status: number; text: string };
    try {
      const response = await fetch(`${target.url}${path}`, { method: "POST", body, headers: { authorization: `Bearer ${target.token}`, "content-type": contentType } });
      answer = { status: response.status, text: await response.text() };
    } catch {
      this.unanswered++;
      return null;
    }
    if (answer.status < 300) return answer;
    this.refused.set(answer.status, (this.refused.get(answer.status) ?? 0) + 1);
    return null;
  }
}
