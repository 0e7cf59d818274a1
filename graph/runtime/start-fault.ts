import "server-only";

/** Why Headwater cannot start, in words for the person who started it: what is wrong and what to do. Ends the process with status 1. */
export class StartFault extends Error {
  constructor(message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = "StartFault";
  }
}
