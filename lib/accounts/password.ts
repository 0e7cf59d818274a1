import { randomBytes, scrypt, timingSafeEqual, type ScryptOptions } from "node:crypto";
import { AppError } from "@/lib/errors";

/** A password as it is kept: scrypt's parameters beside the salt and the derived key (base64), so that they can be raised later. */
export type PasswordHash = { n: number; r: number; p: number; salt: string; key: string };

/** OWASP's choice for scrypt: 128 MiB and about 0.3 s a guess. */
const COST = { n: 2 ** 17, r: 8, p: 1 };
const KEY_BYTES = 32;

/** Each derivation holds 128 MiB: so many run at once, so many more wait, and the next is turned away. */
const MAX_RUNNING = 2;
const MAX_WAITING = 32;

let running = 0;
const waiting: (() => void)[] = [];

async function derive(password: string, salt: Buffer, { n, r, p }: { n: number; r: number; p: number }): Promise<Buffer> {
  if (running >= MAX_RUNNING) {
    if (waiting.length >= MAX_WAITING) throw new AppError("unavailable", "Too many people are signing in right now.", { retryAfterSeconds: 5 });
    await new Promise<void>((resolve) => waiting.push(resolve));
  } else {
    running++;
  }
  try {
    // Node's default limit is 32 MiB; scrypt needs 128·N·r bytes and a little more
    const options: ScryptOptions = { N: n, r, p, maxmem: 128 * n * r + 2 ** 21 };
    return await new Promise((resolve, reject) => {
      scrypt(password.normalize("NFKC"), salt, KEY_BYTES, options, (error, key) => (error ? reject(error) : resolve(key)));
    });
  } finally {
    const next = waiting.shift();
    if (next) next();
    else running--;
  }
}

/** @throws AppError `unavailable` when too many derivations wait already. */
export async function hashPassword(password: string): Promise<PasswordHash> {
  const salt = randomBytes(16);
  const key = await derive(password, salt, COST);
  return { ...COST, salt: salt.toString("base64"), key: key.toString("base64") };
}

const NOBODY: PasswordHash = { ...COST, salt: "", key: Buffer.alloc(KEY_BYTES).toString("base64") };

/**
 * True when this is the password. Without a hash (nobody has that name) it takes as long, and is false.
 * @throws AppError `unavailable` when too many derivations wait already.
 */
export async function verifyPassword(password: string, hash: PasswordHash | null): Promise<boolean> {
  const expected = hash ?? NOBODY;
  const key = await derive(password, Buffer.from(expected.salt, "base64"), expected);
  return timingSafeEqual(key, Buffer.from(expected.key, "base64")) && hash !== null;
}
