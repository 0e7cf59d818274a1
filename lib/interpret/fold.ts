import type { Micros } from "@/lib/time";

/**
 * Where a value stands in time. Later wins; ties go to the greater run id, then the greater digest: never to arrival.
 */
export type Stamp = { at: Micros; run: string; digest: string };

export type Register = Stamp & { value: unknown };

/**
 * What one record says about one subject. Every part merges without regard to order or repetition: `latest` keeps the
 * value with the greatest stamp, `least` the smallest number, `claims` the union (a key stands for its value for ever).
 */
export type Contribution = {
  subject: string;
  latest?: Record<string, Register>;
  least?: Record<string, number>;
  claims?: Record<string, unknown>;
};

/** All that the records which hold say about one subject. */
export type Fold = {
  latest: Record<string, Register>;
  least: Record<string, number>;
  claims: Record<string, unknown>;
  /** When the first record of it came in: depends on the order of arrival, and nothing else may. */
  recordedAt: Micros;
};

export function emptyFold(): Fold {
  return { latest: {}, least: {}, claims: {}, recordedAt: Number.MAX_SAFE_INTEGER };
}

/** `stored`: the fold is not what it was and must be kept. `meant`: what can be derived from it may differ too. */
export type Merge = { stored: boolean; meant: boolean };

export function isLater(a: Stamp, b: Stamp): boolean {
  if (a.at !== b.at) return a.at > b.at;
  if (a.run !== b.run) return a.run > b.run;
  return a.digest > b.digest;
}

/** Merges a contribution into a fold in place. Commutative, associative and idempotent. */
export function mergeInto(fold: Fold, contribution: Contribution, recordedAt: Micros): Merge {
  let stored = false;
  let meant = false;
  for (const [name, register] of Object.entries(contribution.latest ?? {})) {
    const known = fold.latest[name];
    if (known && !isLater(register, known)) continue;
    if (!known || JSON.stringify(known.value) !== JSON.stringify(register.value)) meant = true;
    fold.latest[name] = register;
    stored = true;
  }
  for (const [name, number] of Object.entries(contribution.least ?? {})) {
    const known = fold.least[name];
    if (known !== undefined && known <= number) continue;
    fold.least[name] = number;
    stored = meant = true;
  }
  for (const [name, value] of Object.entries(contribution.claims ?? {})) {
    if (name in fold.claims) continue;
    fold.claims[name] = value;
    stored = meant = true;
  }
  if (recordedAt < fold.recordedAt) {
    fold.recordedAt = recordedAt;
    stored = meant = true;
  }
  return { stored, meant };
}

/** The claims whose key begins with `prefix`, by key: the greatest key last, which is the latest where keys begin with a time. */
export function claimsOf<T>(fold: Fold, prefix: string): { key: string; value: T }[] {
  return Object.keys(fold.claims)
    .filter((key) => key.startsWith(prefix))
    .sort()
    .map((key) => ({ key: key.slice(prefix.length), value: fold.claims[key] as T }));
}

/** A claim's key in order of time, then digest. Negative times (before 1970) sort first. */
export function timeKey(at: Micros, digest: string): string {
  return `${at < 0 ? `0${String(at + Number.MAX_SAFE_INTEGER).padStart(16, "0")}` : `1${String(at).padStart(16, "0")}`}|${digest}`;
}

/** The time that a key of `timeKey` begins with. */
export function timeOfKey(key: string): Micros {
  const number = Number(key.slice(1, 17));
  return key.startsWith("0") ? number - Number.MAX_SAFE_INTEGER : number;
}
