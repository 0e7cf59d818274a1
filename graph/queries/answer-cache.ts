import "server-only";

const MOST = 64;
/** Reading that takes longer than this is not waited for where an answer of a moment ago will do. */
const SLOW_MS = 300;
/** How old such an answer may be. */
const RECENT_MS = 60_000;

type Read<T> = { answer: T; readMs: number; at: number };
/** `last`: what was read last under the key, of this revision or of one before. */
type Entry<T> = { revision: number; answer: Promise<T>; last: Read<T> | null };

/** Keeps answers that are dear to read until the graph moves on. Who asks while one is being read waits for it. */
export class AnswerCache<T> {
  private readonly entries = new Map<string, Entry<T>>();

  /** `now`: milliseconds of a clock that only goes forward. */
  constructor(private readonly now: () => number = () => performance.now()) {}

  /** `revision` is what the graph knows; an answer of another one is read anew. A failure is not kept. */
  get(key: string, revision: number, read: () => Promise<T>): Promise<T> {
    const known = this.entries.get(key);
    if (known?.revision === revision) return known.answer;
    const began = this.now();
    const entry: Entry<T> = { revision, answer: read(), last: known?.last ?? null };
    this.entries.delete(key);
    this.entries.set(key, entry);
    entry.answer.then(
      (answer) => (entry.last = { answer, readMs: this.now() - began, at: this.now() }),
      () => this.entries.get(key) === entry && this.entries.delete(key),
    );
    for (const oldest of this.entries.keys()) {
      if (this.entries.size <= MOST) break;
      this.entries.delete(oldest);
    }
    return entry.answer;
  }

  /** The same, but where reading takes long, an answer of the last minute while a newer one is being read: it says itself of when it is. */
  recent(key: string, revision: number, read: () => Promise<T>): Promise<T> {
    const known = this.entries.get(key);
    const newest = this.get(key, revision, read);
    const last = known?.last;
    if (!last || known.revision === revision || last.readMs < SLOW_MS || this.now() - last.at > RECENT_MS) return newest;
    newest.catch(() => undefined);
    return Promise.resolve(last.answer);
  }
}
