import { chmodSync, existsSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { open } from "lmdb";
import { assertSound, type CheckOptions } from "@/lib/ledger/check-ledger";
import { Ledger } from "@/lib/ledger/ledger";
import { BackupFault } from "./backup-fault";
import { COPIED, describeFiles, toDisk, writeManifest, type Manifest } from "./manifest";

const ATTEMPTS = 5;

export type BackupOptions = {
  dataDir: string;
  /** A directory that is not there yet, or empty. */
  into: string;
  /** Of the Headwater that makes it. */
  version: string;
  /** How the ledger's check is run. */
  check: CheckOptions;
  /** Called between the two copies; for tests. */
  between?: () => Promise<void>;
};

/**
 * Copies ledger and accounts, each as it was at one moment, while Headwater runs or not, and checks the copy of the ledger to the last
 * byte. What people and tokens may is the same in both: a change is in both copies or in neither.
 * @throws BackupFault when there is nothing to copy, `into` is in use, or the copy is not sound. Nothing is left of it then.
 */
export async function makeBackup(options: BackupOptions): Promise<Manifest> {
  const { dataDir, into, version, check } = options;
  for (const name of COPIED) if (!existsSync(join(dataDir, name, "data.mdb"))) throw new BackupFault(`There is no ${name} in ${dataDir}. Name the data directory with HEADWATER_DATA.`);
  if (existsSync(into) && readdirSync(into).length > 0) throw new BackupFault(`${into} is not empty. Give each backup a directory of its own.`);
  mkdirSync(into, { recursive: true, mode: 0o700 });
  try {
    await copyBoth(options);
    await assertSound(join(into, "ledger"), { ...check, everything: true });
    const ledger = Ledger.open(join(into, "ledger"), { readOnly: true });
    const { size, root } = ledger.checkpoint();
    await ledger.close();
    for (const name of COPIED) rmSync(join(into, name, "lock.mdb"), { force: true });
    const manifest: Manifest = { format: 1, headwater: version, madeAt: new Date().toISOString(), checkpoint: { size, root: Buffer.from(root, "hex").toString("base64") }, files: await describeFiles(into) };
    writeManifest(into, manifest);
    return manifest;
  } catch (error) {
    for (const name of COPIED) rmSync(join(into, name), { recursive: true, force: true });
    throw error instanceof BackupFault ? error : new BackupFault(`The backup failed: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}

/**
 * A change of people or tokens is put aside in the accounts, recorded in the ledger, then taken over. So the accounts are copied first:
 * what is recorded before that is in them, done or put aside. What is recorded between the two copies would be in the ledger alone: then
 * both are copied again. It takes a moment, and such changes are rare.
 */
async function copyBoth({ dataDir, into, between }: BackupOptions): Promise<void> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const live = Ledger.open(join(dataDir, "ledger"), { readOnly: true });
    const before = live.size();
    await copyEnvironment(join(dataDir, "accounts"), join(into, "accounts"));
    await between?.();
    await copyEnvironment(join(dataDir, "ledger"), join(into, "ledger"));
    await live.close();
    if (!(await hasAccessRecord(join(into, "ledger"), before + 1))) return;
  }
  throw new BackupFault("People or tokens were changed during each attempt. Try again in a moment.");
}

async function hasAccessRecord(directory: string, from: number): Promise<boolean> {
  const ledger = Ledger.open(directory, { readOnly: true });
  try {
    for (let sequence = from, end = ledger.size(); sequence <= end; sequence++) if (ledger.isOf(sequence, { kind: "access" })) return true;
    return false;
  } finally {
    await ledger.close();
  }
}

/** LMDB's own copy: what one read transaction sees, while others write. */
async function copyEnvironment(from: string, to: string): Promise<void> {
  rmSync(to, { recursive: true, force: true });
  mkdirSync(to, { mode: 0o700 });
  const environment = open({ path: from, readOnly: true, encoding: "binary" });
  try {
    await environment.backup(to, false);
  } finally {
    await environment.close();
  }
  const file = join(to, "data.mdb");
  chmodSync(file, 0o600);
  toDisk(file);
  toDisk(to);
}
