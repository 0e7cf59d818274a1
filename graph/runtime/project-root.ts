import "server-only";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/**
 * The directory of Headwater's package.json, absolute. Asked for at run time, because the server is one bundle in `dist/` and its
 * tests run from the sources.
 */
export function projectRoot(): string {
  let directory = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(directory, "package.json"))) {
    const above = dirname(directory);
    if (above === directory) throw new Error("Headwater's package.json is not above its own code.");
    directory = above;
  }
  return directory;
}
