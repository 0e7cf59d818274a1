import { describe, expect, it } from "vitest";
import type { RecordKind, StoredRecord } from "@/lib/ledger/ledger";
import { maySeeRecord } from "./record-access";
import { ROLES, type Viewer } from "./viewer";

const viewer = (role: Viewer["role"], namespaces: string[] | null = null): Viewer => ({ id: `user:${role}`, name: role, role, namespaces });

function ledgerOf(...records: { kind: RecordKind; subject?: string; payload?: object }[]) {
  const stored = records.map(({ kind, subject = "-", payload = {} }, i): StoredRecord => ({
    sequence: i + 1, recordedAt: i, id: `record-${i}`, kind, type: kind, subject, actor: "automation", contentDigest: "", mediaType: "application/json", bytes: Buffer.from(JSON.stringify(payload)),
  }));
  return { read: (sequence: number) => stored[sequence - 1] ?? null };
}

const seen = (ledger: ReturnType<typeof ledgerOf>, sequence: number, who: Viewer) => maySeeRecord(ledger, who, ledger.read(sequence)!);

describe("a record about people and tokens", () => {
  const ledger = ledgerOf({ kind: "access", payload: { scope: ["shop"] } }, { kind: "access", payload: { scope: null } }, { kind: "retraction", payload: { records: [1] } });

  it("is for those who may read what others did", () => {
    for (const role of [...ROLES, "automation"] as const) {
      const expected = ["auditor", "admin", "automation"].includes(role);
      for (const sequence of [1, 2, 3]) expect(seen(ledger, sequence, viewer(role)), `${role} ${sequence}`).toBe(expected);
    }
  });

  it("is hidden from an auditor of other namespaces than it speaks of", () => {
    expect(seen(ledger, 1, viewer("auditor", ["shop", "ops"]))).toBe(true);
    expect(seen(ledger, 1, viewer("auditor", ["ops"]))).toBe(false);
    expect(seen(ledger, 2, viewer("auditor", ["shop"]))).toBe(false);
    expect(seen(ledger, 1, viewer("viewer", ["shop"]))).toBe(false);
  });
});

describe("any other record", () => {
  const ledger = ledgerOf(
    { kind: "openlineage", subject: "run:shop:1" },
    { kind: "cloudevent", subject: "dataset:ops:a" },
    { kind: "cloudevent", subject: "-" },
    { kind: "incident", subject: "incident:-:1", payload: { target: "prediction:shop:1" } },
    { kind: "retraction", subject: "run:shop:1", payload: { records: [1, 4] } },
    { kind: "retraction", subject: "run:shop:1", payload: { records: [1, 2] } },
    { kind: "retraction", payload: { records: [5, 6] } },
  );

  it("is seen by everyone who is bound to no namespace", () => {
    for (const role of ROLES) for (let sequence = 1; sequence <= 7; sequence++) expect(seen(ledger, sequence, viewer(role))).toBe(true);
  });

  it("is seen by its subject, its target, or all that it takes back", () => {
    expect([1, 2, 3, 4, 5, 6, 7].filter((sequence) => seen(ledger, sequence, viewer("viewer", ["shop"])))).toEqual([1, 4, 5]);
    expect([1, 2, 3, 4, 5, 6, 7].filter((sequence) => seen(ledger, sequence, viewer("viewer", ["shop", "ops"])))).toEqual([1, 2, 4, 5, 6, 7]);
    expect([1, 2, 3, 4, 5, 6, 7].filter((sequence) => seen(ledger, sequence, viewer("viewer", [])))).toEqual([]);
  });
});
