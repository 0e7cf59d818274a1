import "server-only";
import { cloudEventData, type CloudEvent } from "@/lib/events/cloud-event";
import type { Ledger, StoredRecord } from "@/lib/ledger/ledger";
import type { RecordSource, SequencedRecord } from "./project-batch";

const PAGE = 10_000;

/** The ledger with its records' JSON read. */
export function ledgerSource(ledger: Ledger): RecordSource {
  return {
    read: (sequence) => {
      const record = ledger.read(sequence);
      return record && toProjectable(record);
    },
    recordsAbout(subject) {
      const all: number[] = [];
      for (let before: number | undefined; ; ) {
        const page = ledger.recordsAbout(subject, { ...(before === undefined ? {} : { before }), limit: PAGE });
        all.push(...page);
        if (page.length < PAGE) return all.reverse();
        before = page.at(-1);
      }
    },
  };
}

/** @throws SyntaxError when the record is not JSON, which the ledger's door does not let in. */
export function toProjectable(record: StoredRecord): SequencedRecord {
  const { sequence, recordedAt, kind, type, id, contentDigest, trace } = record;
  const parsed = JSON.parse(record.bytes.toString("utf8").replace(/^\uFEFF/, "")) as Record<string, unknown>;
  const event = kind === "cloudevent" ? { ...parsed, data: cloudEventData(parsed as CloudEvent) } : parsed;
  return { sequence, recordedAt, kind, type, id, contentDigest, ...(trace === undefined ? {} : { trace }), event };
}
