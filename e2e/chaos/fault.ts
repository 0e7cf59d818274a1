/** How a fault is tried: how often (each fault says what that counts), from which random numbers, while how many clients send, and where it tells how far it is. */
export type FaultSettings = { times: number; seed: number; clients: number; say(line: string): void };

/** What was done and seen; a fault that the product did not bear is thrown. */
export type FaultReport = { done: string; acknowledged: number; refused: string };

export type Fault = {
  /** As in `--only`. */
  name: string;
  /** A sentence that can be false. */
  title: string;
  /** Of the full run, and of the short form in `npm test`; `null` leaves it out there. */
  times: { full: number; short: number | null };
  /** @throws Error that says what did not hold */
  run(settings: FaultSettings): Promise<FaultReport>;
};

/** @throws Error with all that did not hold */
export function mustHold(wrong: readonly string[]): void {
  if (wrong.length === 0) return;
  const more = wrong.length > 10 ? `\n- and ${wrong.length - 10} more` : "";
  throw new Error(`${wrong.slice(0, 10).map((it) => `- ${it}`).join("\n")}${more}`);
}
