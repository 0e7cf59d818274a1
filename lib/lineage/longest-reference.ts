/** The graph's indexes hold no reference of more than about 8 kB: what is longer has no node. */
export const LONGEST_REFERENCE = 8_000;
