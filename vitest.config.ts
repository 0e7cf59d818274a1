import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const resolve = {
  alias: {
    "@": fileURLToPath(new URL(".", import.meta.url)).replace(/\/$/, ""),
    "server-only": fileURLToPath(new URL("./scripts/empty-module.ts", import.meta.url)),
  },
};
/** Tests in `graph` that need no shared Neo4j: plain ones, and those that start one of their own. */
const graphWithoutNeo4j = ["graph/env.test.ts", "graph/{runtime,embedded}/**/*.test.ts", "graph/**/*.unit.test.ts"];

export default defineConfig({
  resolve,
  test: {
    projects: [
      {
        resolve,
        test: {
          name: "unit",
          include: ["{lib,components,app,sample,scripts}/**/*.test.ts", ...graphWithoutNeo4j],
          testTimeout: 60_000,
          hookTimeout: 120_000,
          sequence: { groupOrder: 0 },
        },
      },
      {
        // one real Neo4j for all: file by file, each empties the graph it uses
        resolve,
        test: {
          name: "graph",
          include: ["graph/**/*.test.ts"],
          exclude: graphWithoutNeo4j,
          globalSetup: ["graph/testing/neo4j-global-setup.ts"],
          fileParallelism: false,
          testTimeout: 60_000,
          hookTimeout: 120_000,
          sequence: { groupOrder: 1 },
        },
      },
      {
        // against the built application (`npm run build`), started by each file
        resolve,
        test: {
          name: "app",
          include: ["e2e/api/**/*.test.ts"],
          fileParallelism: false,
          testTimeout: 180_000,
          hookTimeout: 180_000,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
