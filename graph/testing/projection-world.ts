import "server-only";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Driver } from "neo4j-driver";
import { openDriver } from "@/graph/driver";
import { migrate } from "@/graph/migrate";
import { GraphWriter } from "@/graph/projector/graph-writer";
import { Projector, originUpTo, type Pace, type Progress } from "@/graph/projector/projector";
import { ProjectorState } from "@/graph/projector/state";
import { graphLines } from "@/graph/queries/graph-digest";
import { canonicalDigest } from "@/lib/canonical-json";
import { subjectsOf } from "@/lib/interpret/subjects";
import { Ledger, type NewRecord } from "@/lib/ledger/ledger";

export type Neo4jAddress = { uri: string; username: string; password: string; database: string };

/** An OpenLineage event, `{type: "dev.headwater.…", …}` (a CloudEvent), or `{retract: [sequence…]}`. */
export type TestEvent = Record<string, unknown>;

/** A real ledger, a real projector and a real Neo4j, stepped by hand. */
export class ProjectionWorld {
  readonly directory = mkdtempSync(join(tmpdir(), "headwater-world-"));
  readonly driver: Driver;
  ledger: Ledger;
  state: ProjectorState;
  projector!: Projector;
  deadLetters = 0;
  /** Small batches, several ahead: what a large ledger would give. */
  pace: Pace = { batchRecords: 5, batchBytes: 2_000_000, batchesAhead: 4 };
  readonly progress: Progress[] = [];
  private readonly replaced: { close(): Promise<void> }[] = [];

  private constructor(readonly neo4j: Neo4jAddress) {
    this.driver = openDriver(neo4j);
    this.ledger = Ledger.open(join(this.directory, "ledger"));
    this.state = new ProjectorState(join(this.directory, "projector"));
  }

  /** Over an empty graph. */
  static async open(neo4j: Neo4jAddress): Promise<ProjectionWorld> {
    const world = new ProjectionWorld(neo4j);
    await world.emptyGraph();
    await migrate(world.driver, neo4j.database);
    await world.startProjector();
    return world;
  }

  async startProjector(): Promise<void> {
    const writer = new GraphWriter(this.driver, this.neo4j.database, (offset) => originUpTo(this.ledger, offset), () => undefined, () => false);
    this.projector = new Projector(this.ledger, this.state, writer, (progress) => this.note(progress), () => false, this.pace);
    await this.projector.start();
  }

  private note(progress: Progress): void {
    this.progress.push(progress);
    this.deadLetters = progress.deadLetters;
  }

  /** Appends events and projects them. @returns their sequences. */
  async send(...events: TestEvent[]): Promise<number[]> {
    const receipts = await Promise.all(events.map((event) => this.ledger.append(toRecord(event))));
    while (await this.projector.step());
    return receipts.map((it) => it.sequence);
  }

  /** The ledger as it is now, copied: the copy's directory. */
  copyLedger(): string {
    const copy = join(this.directory, "ledger-copy");
    cpSync(join(this.directory, "ledger"), copy, { recursive: true });
    return copy;
  }

  /** Another ledger, empty unless told, and a state of its own, over the graph as it is. */
  async replaceLedger(directory: string = join(this.directory, "ledger-2")): Promise<void> {
    this.replaced.push(this.ledger, this.state);
    this.ledger = Ledger.open(directory);
    this.state = new ProjectorState(join(this.directory, "projector-2"));
  }

  /** Appends without projecting. */
  async append(...events: TestEvent[]): Promise<number[]> {
    return (await Promise.all(events.map((event) => this.ledger.append(toRecord(event))))).map((it) => it.sequence);
  }

  async query<T = Record<string, unknown>>(statement: string, params: Record<string, unknown> = {}): Promise<T[]> {
    const { records } = await this.driver.executeQuery(statement, params, { database: this.neo4j.database });
    return records.map((it) => it.toObject() as T);
  }

  /** References of what feeds `ref` now (or fed it at an instant), through any number of steps, job versions left out. */
  async upstream(ref: string, at?: number): Promise<string[]> {
    return this.reach(ref, at, (type) => `(s)<-[e:${type}]-(n)`);
  }

  async downstream(ref: string, at?: number): Promise<string[]> {
    return this.reach(ref, at, (type) => `(s)-[e:${type}]->(n)`);
  }

  /** The whole graph, line by line: what differs between two graphs can be read off. */
  async lines(options = { withRecordTimes: false }): Promise<string[]> {
    const lines: string[] = [];
    for await (const line of graphLines(this.driver, this.neo4j.database, options)) lines.push(line);
    return lines;
  }

  async emptyGraph(): Promise<void> {
    await this.driver.executeQuery("MATCH (n) WHERE NOT n:SchemaMigration DETACH DELETE n", {}, { database: this.neo4j.database });
  }

  async close(): Promise<void> {
    for (const it of [this.state, this.ledger, ...this.replaced]) await it.close();
    await this.driver.close();
    rmSync(this.directory, { recursive: true, force: true });
  }

  private async reach(ref: string, at: number | undefined, pattern: (type: string) => string): Promise<string[]> {
    const type = at === undefined ? "FEEDS" : "FEEDS|FED";
    const where = at === undefined ? "" : "WHERE e.validFrom <= $at AND $at < e.validTo";
    const seen = new Set([ref]);
    for (let frontier = [ref]; frontier.length > 0; ) {
      const rows = await this.query<{ ref: string }>(`UNWIND $frontier AS ref MATCH (s:Node {key: ref}) MATCH ${pattern(type)} ${where} RETURN DISTINCT n.key AS ref`, { frontier, at: at ?? 0 });
      frontier = rows.map((it) => it.ref).filter((it) => !seen.has(it));
      frontier.forEach((it) => seen.add(it));
    }
    seen.delete(ref);
    return [...seen].filter((it) => !/^job:.*@/.test(it)).sort();
  }
}

export function toRecord(event: TestEvent): NewRecord {
  const { kind, type, body } = classify(event);
  const contentDigest = canonicalDigest(body);
  const id = typeof event.eventId === "string" ? event.eventId : `sha256:${contentDigest}`;
  const { subject, about } = kind === "retraction" ? { subject: "retraction", about: [] } : subjectsOf({ kind, type, id, contentDigest, event: body });
  return { id, contentDigest, kind, type, subject, about, actor: "test", bytes: Buffer.from(JSON.stringify(body)), mediaType: "application/json" };
}

/** A test event as it goes over the wire. */
export function classify(event: TestEvent): { kind: NewRecord["kind"]; type: string; body: object } {
  const { eventId: _eventId, ...rest } = event;
  if (Array.isArray(rest.retract)) return { kind: "retraction", type: "retraction", body: { records: rest.retract, reason: String(rest.reason ?? "test") } };
  if (typeof rest.type === "string") {
    const { type, ...data } = rest;
    const body = { specversion: "1.0", id: canonicalDigest(rest).slice(0, 16), source: "test", type: `dev.headwater.${type}.v1`, time: "2026-01-04T00:00:00Z", data };
    return { kind: "cloudevent", type: body.type, body };
  }
  return { kind: "openlineage", type: rest.run ? "RunEvent" : rest.job ? "JobEvent" : "DatasetEvent", body: rest };
}
