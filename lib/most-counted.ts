/** Of each kind of instance a search looks at no more that begin with the words: of a million whose ids all begin alike, nobody reads on. */
export const MOST_COUNTED = 2_000;
