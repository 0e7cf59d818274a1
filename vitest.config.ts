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
/** Tests of the running application that want one of their own: they start or kill it, count all that it holds, or fill it with people. */
const withOwnApp = ["e2e/api/{access-matrix,chaos,external-neo4j,faults,faults-hostile,operating,start}.test.ts"];

export default defineConfig({
  resolve,
  test: {
    projects: [
      {
        resolve,
        test: {
          name: "unit",
          include: ["{lib,components,app,sample,scripts,e2e/chaos}/**/*.test.ts", ...graphWithoutNeo4j],
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
        // against the built application (`npm run build`), one for all files
        resolve,
        test: {
          name: "app",
          include: ["e2e/api/**/*.test.ts"],
          exclude: withOwnApp,
          globalSetup: ["e2e/api/testing/shared-app.ts"],
          fileParallelism: false,
          testTimeout: 180_000,
          hookTimeout: 180_000,
          sequence: { groupOrder: 2 },
        },
      },
      {
        // the same, started by each file
        resolve,
        test: {
          name: "own-app",
          include: withOwnApp,
          fileParallelism: false,
          testTimeout: 180_000,
          hookTimeout: 180_000,
          sequence: { groupOrder: 3 },
        },
      },
    ],
  },
});
