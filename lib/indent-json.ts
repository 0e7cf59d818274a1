const STEP = "  ";

/**
 * JSON text with one member a line. Only the white space changes: numbers keep every digit and strings every escape, which reading and
 * writing them again would not promise. `text` has to be JSON.
 */
export function indentJson(text: string): string {
  const tokens = text.match(/"(?:[^"\\]|\\.)*"|[[\]{},:]|[^\s[\]{},:"]+/gs) ?? [];
  const pieces: string[] = [];
  let depth = 0;
  const newLine = () => `\n${STEP.repeat(depth)}`;
  tokens.forEach((token, i) => {
    if (token === "{" || token === "[") {
      const isEmpty = tokens[i + 1] === "}" || tokens[i + 1] === "]";
      depth++;
      pieces.push(token, isEmpty ? "" : newLine());
    } else if (token === "}" || token === "]") {
      depth--;
      const isEmpty = tokens[i - 1] === "{" || tokens[i - 1] === "[";
      pieces.push(isEmpty ? "" : newLine(), token);
    } else if (token === ",") pieces.push(",", newLine());
    else pieces.push(token === ":" ? ": " : token);
  });
  return pieces.join("");
}
