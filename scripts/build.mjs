// Builds what `npm start` runs: the server and its worker as bundles in dist/, and Next's production build in .next/.
// Does nothing when no source has changed since the last build that ended well; `--force` builds all the same.
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const STAMP = join(root, "dist", "build.json");
const FOLDERS = ["app", "components", "lib", "graph", "public"];
const FILES = ["server.ts", "proxy.ts", "next.config.js", "postcss.config.mjs", "tsconfig.json", "package-lock.json", "scripts/build.mjs", "scripts/empty-module.ts"];
/** Each becomes dist/<name>.js. */
const BUNDLES = {
  server: "server.ts",
  "projector-worker": "graph/projector/worker.ts",
  "check-ledger-child": "lib/ledger/check-ledger-child.ts",
};

function sourceFiles() {
  const isSource = (path) => !/\.test\.tsx?$|[\\/]testing[\\/]/.test(path);
  const inFolders = FOLDERS.filter((folder) => existsSync(join(root, folder))).flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath ?? entry.path, entry.name)),
  );
  return [...inFolders, ...FILES.map((file) => join(root, file)).filter((file) => existsSync(file))].filter(isSource).sort();
}

function hashOfSources() {
  const hash = createHash("sha256").update(process.version);
  for (const file of sourceFiles()) hash.update(file.slice(root.length)).update("\0").update(readFileSync(file)).update("\0");
  return hash.digest("hex");
}

function isBuilt(hash) {
  if (!existsSync(STAMP) || !existsSync(join(root, ".next", "BUILD_ID")) || !existsSync(join(root, "dist", "server.js"))) return false;
  return JSON.parse(readFileSync(STAMP, "utf8")).hash === hash;
}

async function bundle() {
  const { build } = await import("esbuild");
  const entries = Object.entries(BUNDLES).filter(([, file]) => existsSync(join(root, file)));
  await build({
    absWorkingDir: root,
    entryPoints: Object.fromEntries(entries),
    outdir: "dist",
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20",
    packages: "external",
    alias: { "server-only": join(root, "scripts", "empty-module.ts") },
    sourcemap: true,
    logLevel: "warning",
  });
}

function nextBuild() {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(root, "node_modules", "next", "dist", "bin", "next"), "build"], {
      cwd: root,
      env: { ...process.env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let said = "";
    const hear = (chunk) => (said += chunk);
    child.stdout.on("data", hear);
    child.stderr.on("data", hear);
    child.on("error", reject);
    child.on("close", (status) => (status === 0 ? resolve() : reject(new Error(`next build ended with status ${status}:\n${said.slice(-8000)}`))));
  });
}

/**
 * Builds when needed.
 * @param {{ force?: boolean, onProgress?: (line: string) => void }} options
 * @returns {Promise<boolean>} whether anything was built
 */
export async function buildIfNeeded({ force = false, onProgress = () => {} } = {}) {
  const hash = hashOfSources();
  if (!force && isBuilt(hash)) return false;
  onProgress("Building Headwater (about a minute, once for each version) …");
  rmSync(STAMP, { force: true });
  mkdirSync(dirname(STAMP), { recursive: true });
  await bundle();
  await nextBuild();
  // a source that changed meanwhile makes the next start build again
  writeFileSync(STAMP, `${JSON.stringify({ hash })}\n`);
  onProgress("Built.");
  return true;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    const built = await buildIfNeeded({ force: process.argv.includes("--force"), onProgress: (line) => process.stdout.write(`${line}\n`) });
    if (!built) process.stdout.write("Nothing has changed since the last build.\n");
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
    process.exitCode = 1;
  }
}
