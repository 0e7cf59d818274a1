import "server-only";

const MOST = 64;

/** Keeps answers that are dear to read until the graph moves on. Who asks while one is being read waits for it. */
export class AnswerCache<T> {
  private readonly answers = new Map<string, { revision: number; answer: Promise<T> }>();

  /** `revision` is what the graph knows; an answer of another one is read anew. A failure is not kept. */
  get(key: string, revision: number, read: () => Promise<T>): Promise<T> {
    const known = this.answers.get(key);
    if (known?.revision === revision) return known.answer;
    const answer = read();
    this.answers.delete(key);
    this.answers.set(key, { revision, answer });
    answer.catch(() => this.answers.get(key)?.answer === answer && this.answers.delete(key));
    for (const oldest of this.answers.keys()) {
      if (this.answers.size <= MOST) break;
      this.answers.delete(oldest);
    }
    return answer;
  }
}
