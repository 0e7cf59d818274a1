import { createHash } from "node:crypto";
import { closeSync, createReadStream, existsSync, fsyncSync, openSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { z } from "zod";
import { BackupFault } from "./backup-fault";

/** What is copied, in the data directory as in a backup: the rest can be made again. */
export const COPIED = ["ledger", "accounts"] as const;

const FILE = "manifest.json";

const manifestSchema = z.object({
  format: z.literal(1),
  /** The Headwater that made it. */
  headwater: z.string(),
  madeAt: z.iso.datetime(),
  /** As `GET /api/v1/log/checkpoint` says it; `root` in base64. */
  checkpoint: z.object({ size: z.int(), root: z.string() }),
  files: z.array(z.object({ path: z.enum(COPIED.map((name) => `${name}/data.mdb` as const)), sizeBytes: z.int(), sha256: z.hash("sha256") })),
});

/** What a backup holds. It is written last: a directory without one is no backup. */
export type Manifest = z.infer<typeof manifestSchema>;

/** @throws BackupFault when there is none, or not one that this Headwater reads. */
export function readManifest(directory: string): Manifest {
  const file = join(directory, FILE);
  if (!existsSync(file)) throw new BackupFault(`${directory} holds no backup: there is no ${FILE} in it.`);
  try {
    return manifestSchema.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch (cause) {
    throw new BackupFault(`${file} cannot be read: it is damaged, or of a newer Headwater.`, { cause });
  }
}

export function writeManifest(directory: string, manifest: Manifest): void {
  const file = join(directory, FILE);
  writeFileSync(`${file}.new`, `${JSON.stringify(manifest, null, 2)}\n`, { mode: 0o600 });
  toDisk(`${file}.new`);
  renameSync(`${file}.new`, file);
  toDisk(directory);
}

/** Size and SHA-256 of the copied files in a directory. */
export async function describeFiles(directory: string): Promise<Manifest["files"]> {
  const described: Manifest["files"] = [];
  for (const name of COPIED) {
    const path = `${name}/data.mdb` as const;
    const hash = createHash("sha256");
    await pipeline(createReadStream(join(directory, path)), hash);
    described.push({ path, sizeBytes: statSync(join(directory, path)).size, sha256: hash.digest("hex") });
  }
  return described;
}

/** Waits until a file, or the entries of a directory, are on disk. */
export function toDisk(path: string): void {
  const handle = openSync(path, "r");
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
