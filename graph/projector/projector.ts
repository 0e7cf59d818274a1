import "server-only";
import type { Ledger, StoredRecord } from "@/lib/ledger/ledger";
import { canonicalDigest } from "@/lib/canonical-json";
import { AppError } from "@/lib/errors";
import type { Micros } from "@/lib/time";
import type { GraphChange } from "./graph-change";
import { PermanentWriteError, type Commit, type DeadLetter, type GraphOrigin, type GraphPosition, type GraphWriter } from "./graph-writer";
import { ledgerSource, toProjectable } from "./ledger-source";
import { BatchProjection, type RecordSource } from "./project-batch";
import { STATE_VERSION, type ProjectorState } from "./state";

const CATCH_UP_RECORDS = 2_000;

/** One batch is one commit of the graph; so many are worked out before the state is committed once for them all. */
export type Pace = { batchRecords: number; batchBytes: number; batchesAhead: number };
export const PACE: Pace = { batchRecords: 800, batchBytes: 4_000_000, batchesAhead: 20 };

export type Progress = {
  offset: number;
  recordedAt: Micros;
  deadLetters: number;
  /** False while a graph that begins from nothing does not yet hold what the ledger held then: it would deny what is there. */
  whole: boolean;
};

/**
 * Takes the ledger's records into the graph, in order, each once. Its own state and the graph move together: the graph commits
 * first, and a state that was left behind by a crash catches up from the ledger without writing.
 */
export class Projector {
  private readonly source: RecordSource;
  private at: GraphPosition = { offset: 0, revision: 0 };
  private dead = new Set<number>();
  private recordedAt: Micros = 0;
  private whole = false;

  constructor(
    private readonly ledger: Ledger,
    private readonly state: ProjectorState,
    private readonly writer: GraphWriter,
    private readonly onProgress: (progress: Progress) => void,
    private readonly stopped: () => boolean,
    private readonly pace: Pace = PACE,
  ) {
    this.source = ledgerSource(ledger);
  }

  /** Makes the state and the graph agree. @throws AppError `conflict` when the graph was made from another ledger, from more of it, or from one that went on in another way. */
  async start(): Promise<void> {
    const { ledger, tip, interpretation, goal, ...graph } = await this.writer.claim();
    const own = originUpTo(this.ledger, graph.offset);
    if (graph.offset > this.ledger.size() || (ledger !== null && ledger !== own.ledger) || (tip !== null && tip !== own.tip))
      throw new AppError("conflict", `The graph was made from ${graph.offset} records of a ledger that is not this one (${this.ledger.size()} records). Restore that ledger, or make the graph from this one with npm run rebuild.`);
    // a projector before this one may be about to commit what the graph has: after the claim it is its last
    await this.state.transaction(async () => undefined);
    const known = this.state.meta();
    this.at = graph;
    this.recordedAt = this.ledger.read(this.at.offset)?.recordedAt ?? 0;
    this.dead = new Set(await this.writer.deadLetters());
    this.whole = graph.offset > 0 && graph.offset >= goal && interpretation === STATE_VERSION;
    if (this.whole) this.report();
    if (graph.revision > 0 && interpretation !== STATE_VERSION) await this.beginAnew();
    else if (known?.version !== STATE_VERSION) await this.catchUp(0);
    else if (known.revision !== graph.revision || known.offset !== graph.offset) await this.catchUp(known.revision < graph.revision && known.offset < graph.offset ? known.offset : 0);
    await this.makeWhole();
  }

  /**
   * Empties the graph and makes it again from the ledger. @param onBegun called once that cannot come to nothing any more: whatever ends
   * this process then, the next start goes on.
   */
  async rebuild(onBegun: () => void): Promise<void> {
    await this.writer.disown();
    onBegun();
    await this.beginAnew();
    await this.makeWhole();
  }

  /** Projects what the ledger holds now, if the graph may not be read before. */
  private async makeWhole(): Promise<void> {
    const goal = this.ledger.size();
    if (!this.whole && this.at.offset < goal) {
      await this.writer.aim(goal);
      this.report();
      while (this.at.offset < goal && !this.stopped() && (await this.step()));
      if (this.stopped()) return;
    }
    this.whole = true;
    this.report();
  }

  /** Projects what is new, up to some batches. Resolves to how many records that were; to 0 when there was nothing. */
  async step(): Promise<number> {
    const batches = this.nextBatches(this.ledger.size());
    if (batches.length === 0) return 0;
    try {
      await this.projectAhead(batches);
    } catch (error) {
      if (!isFinal(error)) throw error;
      const known = this.state.meta()?.offset ?? 0;
      if (known < this.at.offset) await this.catchUp(known);
      for (const records of batches) {
        const left = records.filter((it) => it.sequence > this.at.offset);
        if (left.length > 0 && !this.stopped()) await this.project(left);
      }
    }
    return batches.reduce((sum, records) => sum + records.length, 0);
  }

  /** Works out each batch while Neo4j writes the one before it. The state is committed once, after the last. */
  private async projectAhead(batches: readonly StoredRecord[][]): Promise<void> {
    await this.state.transaction(async () => {
      let planned = this.at;
      let writing: Promise<void> = Promise.resolve();
      for (const records of batches) {
        // what is worked out is in the state: from then on it must be written too
        if (this.stopped()) break;
        const last = records.at(-1)!;
        const [from, to] = [planned, { offset: last.sequence, revision: planned.revision + 1 }];
        const change = await this.workOut(records, to.offset);
        await writing;
        writing = this.writer.commit({ from, to, change }).then(() => {
          this.at = to;
          this.recordedAt = last.recordedAt;
          this.report();
        });
        writing.catch(() => undefined);
        planned = to;
      }
      await writing;
      this.state.setMeta({ version: STATE_VERSION, ...this.at });
    });
  }

  private async workOut(records: readonly StoredRecord[], upTo: number): Promise<GraphChange> {
    const batch = new BatchProjection(this.state, this.source, upTo);
    for (const record of records) await batch.add(toProjectable(record));
    return batch.finish();
  }

  /** Tries a dead letter again. @throws AppError `not_found` when it is none, `conflict` when it still cannot be projected. */
  async replay(sequence: number): Promise<void> {
    if (!this.dead.has(sequence)) throw new AppError("not_found", `Record ${sequence} is no dead letter.`);
    const record = this.ledger.read(sequence);
    if (!record) throw new AppError("bad_data", `Record ${sequence} is not in the ledger.`);
    try {
      await this.commit([record], { offset: this.at.offset, revision: this.at.revision + 1 }, { revived: sequence });
    } catch (error) {
      const letter = toDeadLetter(sequence, error);
      if (!letter) throw error;
      await this.bury(letter, this.at.offset);
      // it has tried more than once and said so: now it runs again
      this.report();
      throw new AppError("conflict", `Record ${sequence} still cannot be projected: ${letter.message}`, { cause: error });
    }
    this.dead.delete(sequence);
    this.report();
  }

  private async project(records: StoredRecord[]): Promise<void> {
    const last = records.at(-1)!;
    try {
      await this.commit(records, { offset: last.sequence, revision: this.at.revision + 1 }, {});
    } catch (error) {
      const letter = toDeadLetter(last.sequence, error);
      if (!letter) throw error;
      if (records.length > 1) {
        const middle = Math.ceil(records.length / 2);
        await this.project(records.slice(0, middle));
        if (!this.stopped()) await this.project(records.slice(middle));
        return;
      }
      await this.bury(letter, last.sequence);
      this.dead.add(last.sequence);
    }
    this.recordedAt = last.recordedAt;
    this.report();
  }

  private async commit(records: readonly StoredRecord[], to: GraphPosition, extra: Pick<Commit, "revived">): Promise<void> {
    await this.state.transaction(async () => {
      if (extra.revived !== undefined) this.state.putDead(extra.revived, false);
      await this.writer.commit({ from: this.at, to, change: await this.workOut(records, to.offset), ...extra });
      this.state.setMeta({ version: STATE_VERSION, ...to });
    });
    this.at = to;
  }

  /** Sets a record aside with its reason; it stays in the ledger. */
  private async bury(letter: DeadLetter, offset: number): Promise<void> {
    const to = { offset, revision: this.at.revision + 1 };
    const nothing = { nodes: [], nodesGone: [], edges: [], edgesChanged: [], edgesGone: [], counts: [] };
    await this.state.transaction(async () => {
      this.state.putDead(letter.sequence, true);
      await this.writer.commit({ from: this.at, to, change: nothing, dead: letter });
      this.state.setMeta({ version: STATE_VERSION, ...to });
    });
    this.at = to;
  }

  /** Folds records `from + 1` to the graph's offset into the state; the graph has them already. From 0 the state is made anew. */
  private async catchUp(from: number): Promise<void> {
    if (from === 0) this.state.clear();
    for (let next = from + 1; next <= this.at.offset && !this.stopped(); next += CATCH_UP_RECORDS) {
      const to = Math.min(next + CATCH_UP_RECORDS - 1, this.at.offset);
      await this.state.transaction(async () => {
        const batch = new BatchProjection(this.state, this.source, to);
        for (const record of this.ledger.range(next, to))
          if (this.dead.has(record.sequence)) this.state.putDead(record.sequence, true);
          else await batch.add(toProjectable(record));
        await batch.finish();
        // the graph's revision only once the state is where the graph is: a crash on the way starts this again
        this.state.setMeta({ version: STATE_VERSION, offset: to, revision: to === this.at.offset ? this.at.revision : -1 });
      });
    }
    if (this.at.offset === 0) this.state.setMeta({ version: STATE_VERSION, ...this.at });
  }

  private async beginAnew(): Promise<void> {
    this.whole = false;
    await this.writer.wipe();
    this.state.clear();
    this.at = { offset: 0, revision: 0 };
    this.recordedAt = 0;
    this.dead = new Set();
    this.state.setMeta({ version: STATE_VERSION, ...this.at });
  }

  private nextBatches(size: number): StoredRecord[][] {
    const batches: StoredRecord[][] = [];
    let bytes = 0;
    for (const record of this.ledger.range(this.at.offset + 1, size)) {
      const batch = batches.at(-1);
      if (batch && batch.length < this.pace.batchRecords && bytes < this.pace.batchBytes) batch.push(record);
      else if (batches.length < this.pace.batchesAhead) {
        batches.push([record]);
        bytes = 0;
      } else break;
      bytes += record.bytes.length;
    }
    return batches;
  }

  private report(): void {
    this.onProgress({ offset: this.at.offset, recordedAt: this.recordedAt, deadLetters: this.dead.size, whole: this.whole });
  }
}

/** What a graph is made from by this code, up to a record of a ledger. */
export function originUpTo(ledger: Ledger, offset: number): GraphOrigin {
  const first = ledger.read(1);
  return {
    // what tells one ledger from another: its first record
    ledger: first && canonicalDigest([first.id, first.recordedAt]).slice(0, 32),
    // and from one that was restored from a copy, and went on in another way
    tip: ledger.entry(offset)?.leafHash ?? null,
    interpretation: STATE_VERSION,
  };
}

/** Whether trying again is of no use. */
function isFinal(error: unknown): boolean {
  return toDeadLetter(0, error) !== null;
}

/** What can never be projected as it is, or `null` for what may pass (the disk, the connection). */
function toDeadLetter(sequence: number, error: unknown): DeadLetter | null {
  const message = String((error as Error)?.message ?? error).slice(0, 2_000);
  if (error instanceof PermanentWriteError) return { sequence, code: error.code, message };
  const ofTheRecord = error instanceof TypeError || error instanceof SyntaxError || error instanceof RangeError || error instanceof URIError || error instanceof AppError;
  return ofTheRecord ? { sequence, code: "projection", message } : null;
}
