/**
 * Of each kind of instance a search looks at no more that begin with the words, and a list of some namespaces or of a past moment counts no
 * more: of a million, nobody reads on.
 */
export const MOST_COUNTED = 2_000;
