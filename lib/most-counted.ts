/**
 * Of each kind of instance a search looks at no more that begin with the words, and Home counts no more of some namespaces: of a million,
 * nobody reads on.
 */
export const MOST_COUNTED = 2_000;
