import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { z } from "zod";

const problemSchema = z.object({ message: z.string(), table: z.string().optional(), sequence: z.number().optional() });
const lineSchema = z.union([
  z.object({ at: z.number() }),
  z.object({ done: z.literal(true), size: z.number(), payloads: z.number(), problems: z.array(problemSchema) }),
]);

/** One thing that is damaged: which table and, where it is known, which record. */
export type LedgerProblem = z.infer<typeof problemSchema>;
/** `payloads` counts the payloads whose digest was computed again; all leaves always are. At most 20 problems are named. */
export type LedgerReport = { size: number; payloads: number; problems: LedgerProblem[] };

export type CheckOptions = {
  /** The child's program, `check-ledger-child.js` beside this module unless told. */
  entry?: string;
  /** Arguments for Node before the entry. */
  execArgv?: string[];
  /** Computes every payload's digest again, however large the ledger is. */
  everything?: boolean;
};

/**
 * Checks a ledger that no process writes to. It runs in a process of its own: reading a mapped file that was cut ends the
 * process that reads (SIGBUS), and must not end the server.
 * A directory without a ledger is sound and has size 0.
 * @throws Error when the check itself could not run
 */
export async function checkLedger(directory: string, options: CheckOptions = {}): Promise<LedgerReport> {
  if (!existsSync(join(directory, "data.mdb"))) return { size: 0, payloads: 0, problems: [] };
  const first = await runChild(directory, options, 1, 256);
  if (first.report) return first.report;
  if (!first.signal) throw new Error(`The check of the ledger ended without an answer: ${first.stderr.slice(-500)}`);
  // it died while reading: once more, record by record, from where it was last heard of
  const again = await runChild(directory, options, Math.max(1, first.at), 1);
  const sequence = again.report ? undefined : again.at;
  const where = sequence ? `at record ${sequence}` : "before the first record";
  return { size: 0, payloads: 0, problems: [{ message: `data.mdb is cut or its structure is damaged: reading it ${where} ended with ${again.signal ?? first.signal}`, ...(sequence ? { sequence } : {}) }] };
}

/** @throws Error that names everything found damaged, as a person who must act on it reads it */
export async function assertSound(directory: string, options: CheckOptions = {}): Promise<LedgerReport> {
  const report = await checkLedger(directory, options);
  if (report.problems.length === 0) return report;
  const lines = report.problems.map(({ message, table, sequence }) => `- ${[sequence === undefined ? "" : `record ${sequence}`, table ? `table ${table}` : ""].filter(Boolean).join(", ") || "file"}: ${message}`);
  throw new Error(`The ledger in ${directory} is damaged. Headwater does not write to it; restore it from a copy.\n${lines.join("\n")}`);
}

type ChildEnd = { report: LedgerReport | null; at: number; signal: NodeJS.Signals | null; stderr: string };

function runChild(directory: string, options: CheckOptions, from: number, step: number): Promise<ChildEnd> {
  const entry = options.entry ?? fileURLToPath(new URL("./check-ledger-child.js", import.meta.url));
  const args = [...(options.execArgv ?? []), entry, directory, String(from), String(step), options.everything ? "everything" : "recent"];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "pipe"] });
  const end: ChildEnd = { report: null, at: 0, signal: null, stderr: "" };
  let rest = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    const lines = (rest + text).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) {
      const parsed = lineSchema.parse(JSON.parse(line));
      if ("at" in parsed) end.at = parsed.at;
      else end.report = { size: parsed.size, payloads: parsed.payloads, problems: parsed.problems };
    }
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => (end.stderr = (end.stderr + text).slice(-4000)));
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (_code, signal) => resolve({ ...end, signal }));
  });
}
