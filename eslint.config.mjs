import next from "eslint-config-next/core-web-vitals";
import typescript from "eslint-config-next/typescript";

/** Imports run one way: server.ts -> all; app -> components, graph, lib; components -> lib; graph -> lib; lib -> no other room. */
const mayNotImport = (room, ...rooms) => ({
  files: [`${room}/**/*.{ts,tsx}`],
  rules: {
    "no-restricted-imports": ["error", {
      patterns: rooms.map((other) => ({
        group: [`@/${other}/*`, `@/${other}`, `**/../${other}/**`],
        message: `${room} does not import from ${other}: imports run server.ts -> app -> components, graph -> lib.`,
      })),
    }],
  },
});

const config = [
  { ignores: ["node_modules/**", ".next/**", "dist/**", ".headwater*/**", "next-env.d.ts", ".venv/**"] },
  ...next,
  ...typescript,
  {
    rules: {
      "@typescript-eslint/no-explicit-any": "error",
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_" }],
    },
  },
  mayNotImport("lib", "app", "components", "graph", "e2e", "sample"),
  mayNotImport("components", "app", "graph", "e2e", "sample"),
  mayNotImport("graph", "app", "components", "e2e", "sample"),
  mayNotImport("app", "e2e", "sample"),
  mayNotImport("sample", "app", "components", "graph", "e2e"),
];
export default config;
