/** The ids in a pasted text, each once, in order: divided by white space, commas or semicolons, without the quotes around them. */
export function pastedIds(text: string): string[] {
  const ids = text.split(/[\s,;]+/).map((it) => it.replace(/^["'`]+|["'`]+$/g, "")).filter((it) => it !== "");
  return [...new Set(ids)];
}
