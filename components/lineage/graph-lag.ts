/** Under this the graph counts as up to date. */
export const LATE_MS = 5000;
