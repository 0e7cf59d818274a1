import { resolve } from "node:path";
import { runningOn } from "@/graph/runtime/data-lock";
import { makeBackup } from "@/lib/backup/make-backup";
import { BackupFault } from "@/lib/backup/backup-fault";
import { assertSound } from "@/lib/ledger/check-ledger";
import { version } from "@/package.json";
import { ledgerCheck, runCommand, say } from "./command";

/** `npm run backup -- DIR`: copies ledger and accounts of the data directory, whether a Headwater runs on it or not. */
runCommand(async ({ dataDir }, [into, ...more]) => {
  if (!into || more.length > 0) throw new BackupFault("Name the directory that the backup goes into: npm run backup -- DIR");
  // one that runs has checked it at its start
  if (runningOn(dataDir) === null) await assertSound(`${dataDir}/ledger`, ledgerCheck());
  const { checkpoint, files } = await makeBackup({ dataDir, into: resolve(into), version, check: ledgerCheck() });
  say(`Copied ${checkpoint.size} records with the people and tokens to ${resolve(into)} (${Math.ceil(files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0) / 1e6)} MB), and checked them.`);
  say(`The ledger's root at ${checkpoint.size} is ${checkpoint.root}`);
  say("The graph is not in it: it is made again from the ledger.");
});
