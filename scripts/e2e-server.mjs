// The application as Playwright starts it: built when needed, in a data directory that is removed at the end.
import { readFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { buildIfNeeded } from "./build.mjs";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const { HEADWATER_E2E_PORT, HEADWATER_E2E_DATA, HEADWATER_E2E_TOKEN } = process.env;
const version = /<neo4j\.version>([^<]+)</.exec(readFileSync(join(root, "graph", "embedded", "pom.xml"), "utf8"))?.[1];
delete process.env.NEO4J_URI;
delete process.env.NEO4J_PASSWORD;
Object.assign(process.env, {
  NODE_ENV: "production",
  PORT: HEADWATER_E2E_PORT,
  HOST: "127.0.0.1",
  HEADWATER_DATA: HEADWATER_E2E_DATA,
  HEADWATER_ADMIN_TOKEN: HEADWATER_E2E_TOKEN,
  HEADWATER_NEO4J_LIB: process.env.HEADWATER_NEO4J_LIB || join(root, ".cache", `neo4j-lib-${version}`),
});
await buildIfNeeded();
process.on("exit", () => rmSync(HEADWATER_E2E_DATA, { recursive: true, force: true }));
await import(pathToFileURL(join(root, "dist", "server.js")).href);
