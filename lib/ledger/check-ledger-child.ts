import { writeSync } from "node:fs";
import { scanLedger } from "./scan-ledger";

/**
 * The program that `checkLedger` runs in a process of its own: `node check-ledger-child.js <directory> <from> <step> <everything|recent>`.
 * It writes JSON lines: `{at}` before every `step`-th record, at last the report.
 */
const [directory = "", from = "1", step = "256", scope = "recent"] = process.argv.slice(2);
// written at once and not through a stream: after a SIGBUS nothing more gets out
const say = (line: object) => void writeSync(1, `${JSON.stringify(line)}\n`);

const report = await scanLedger(directory, { from: Number(from), everything: scope === "everything", onProgress: (at) => say({ at }), step: Number(step) });
say({ done: true, ...report });
