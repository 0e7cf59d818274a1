import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { assertSound, type CheckOptions } from "@/lib/ledger/check-ledger";
import { Ledger } from "@/lib/ledger/ledger";
import { BackupFault } from "./backup-fault";
import { COPIED, describeFiles, readManifest, toDisk, type Manifest } from "./manifest";

/** The lock that the caller holds. */
const LOCK = "lock";

export type RestoreOptions = {
  from: string;
  /** No Headwater runs on it: the caller holds its lock. */
  dataDir: string;
  /** Also over what is there. */
  force: boolean;
  check: CheckOptions;
};

/**
 * Puts a backup in place, once its files are what the manifest says and the ledger in them is sound. The graph is not in it: what is there
 * of one is taken away, and the next start makes it from the ledger. Ledger and accounts that were there are kept beside.
 * @returns what was restored, and where what was there is now (`null`: nothing was)
 * @throws BackupFault when the backup is damaged, or the data directory is in use. Nothing was changed then.
 */
export async function restoreBackup({ from, dataDir, force, check }: RestoreOptions): Promise<{ manifest: Manifest; keptIn: string | null }> {
  const manifest = readManifest(from);
  const there = readdirSync(dataDir).filter((name) => name !== LOCK);
  if (there.length > 0 && !force) throw new BackupFault(`${dataDir} is not empty. Restore into a new directory, or with --force: ledger and accounts that are there are then kept beside.`);
  const fresh = mkdtempSync(join(dataDir, "restoring-"));
  try {
    for (const name of COPIED) {
      mkdirSync(join(fresh, name), { mode: 0o700 });
      copyFileSync(join(from, name, "data.mdb"), join(fresh, name, "data.mdb"));
      toDisk(join(fresh, name, "data.mdb"));
      toDisk(join(fresh, name));
    }
    await assertWhole(fresh, manifest, check);
    return { manifest, keptIn: putInPlace(fresh, dataDir) };
  } catch (error) {
    throw error instanceof BackupFault ? error : new BackupFault(`The backup in ${from} could not be restored: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
}

async function assertWhole(directory: string, manifest: Manifest, check: CheckOptions): Promise<void> {
  for (const file of await describeFiles(directory)) {
    const wanted = manifest.files.find(({ path }) => path === file.path);
    if (wanted?.sha256 !== file.sha256 || wanted.sizeBytes !== file.sizeBytes) throw new BackupFault(`The backup is damaged: ${file.path} is not the file that its manifest tells of.`);
  }
  await assertSound(join(directory, "ledger"), { ...check, everything: true });
  const ledger = Ledger.open(join(directory, "ledger"), { readOnly: true });
  const { size, root } = ledger.checkpoint();
  await ledger.close();
  if (size !== manifest.checkpoint.size || Buffer.from(root, "hex").toString("base64") !== manifest.checkpoint.root) throw new BackupFault("The backup is damaged: its ledger has another size or root than its manifest says.");
  for (const name of COPIED) rmSync(join(directory, name, "lock.mdb"), { force: true });
}

function putInPlace(fresh: string, dataDir: string): string | null {
  const old = COPIED.filter((name) => existsSync(join(dataDir, name)));
  const aside = old.length === 0 ? null : mkdtempSync(join(dataDir, `replaced-${new Date().toISOString().slice(0, 19).replaceAll(":", "-")}-`));
  // the graph and what the projector remembers belong to the ledger that was there
  rmSync(join(dataDir, "projection"), { recursive: true, force: true });
  const neo4j = join(dataDir, "neo4j");
  for (const name of existsSync(neo4j) ? readdirSync(neo4j) : []) if (!name.startsWith("lib-")) rmSync(join(neo4j, name), { recursive: true, force: true });
  rmSync(join(dataDir, "setup-link"), { force: true });
  for (const name of old) renameSync(join(dataDir, name), join(aside!, name));
  for (const name of COPIED) renameSync(join(fresh, name), join(dataDir, name));
  toDisk(dataDir);
  return aside;
}
