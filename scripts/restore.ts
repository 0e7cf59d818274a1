import { resolve } from "node:path";
import { lockDataDir } from "@/graph/runtime/data-lock";
import { BackupFault } from "@/lib/backup/backup-fault";
import { restoreBackup } from "@/lib/backup/restore-backup";
import { ledgerCheck, runCommand, say } from "./command";

/** `npm run restore -- DIR [--force]`: puts a backup into the data directory, on which no Headwater may run. */
runCommand(async ({ dataDir, neo4j }, args) => {
  const force = args.includes("--force");
  const [from, ...more] = args.filter((it) => it !== "--force");
  if (!from || more.length > 0) throw new BackupFault("Name the directory of the backup: npm run restore -- DIR [--force]");
  const lock = lockDataDir(dataDir);
  try {
    const { manifest, keptIn } = await restoreBackup({ from: resolve(from), dataDir, force, check: ledgerCheck() });
    const { size, root } = manifest.checkpoint;
    say(`Restored ${size} records with the people and tokens of ${manifest.madeAt} into ${dataDir}.`);
    say(`The ledger's root at ${size} is ${root}`);
    if (keptIn !== null) say(`What was there is kept in ${keptIn}. Remove it when you are sure.`);
    say(neo4j === null ? "The next start makes the graph from the ledger: events are taken meanwhile, reads wait." : "The graph is in your own Neo4j: run npm run rebuild before the first start, so that it is made from this ledger.");
  } finally {
    lock.release();
  }
});
