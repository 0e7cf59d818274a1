// `npm start`: reads .env, builds when a source has changed, and runs the server in this process.
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { buildIfNeeded } from "./build.mjs";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
if (existsSync(join(root, ".env"))) process.loadEnvFile(join(root, ".env"));
process.env.NODE_ENV = "production";

try {
  await buildIfNeeded({ onProgress: (line) => process.stdout.write(`${line}\n`) });
} catch (error) {
  process.stderr.write(`Headwater could not be built.\n${error instanceof Error ? error.message : error}\n`);
  process.exit(1);
}
await import(pathToFileURL(join(root, "dist", "server.js")).href);
