/** When the graph did not answer a page, and how many of the ledger's records are in it while it is being made; `null` where that is not why. */
export type GraphAway = { at: string; making: { done: number; of: number } | null };
