import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline/promises";
import { parseArgs } from "node:util";
import type { Driver } from "neo4j-driver";
import { openDriver, type DriverOptions } from "@/graph/driver";
import type { Env } from "@/graph/env";
import { askReadOnly, NotAReadError, type Reading } from "@/graph/prompt/ask-read-only";
import { jsonValue } from "@/graph/prompt/cell-text";
import { planText, tableText } from "@/graph/prompt/table-text";
import { runningOn } from "@/graph/runtime/data-lock";
import { StartFault } from "@/graph/runtime/start-fault";
import { runCommand, say } from "./command";

const HELP = `A prompt on Headwater's Neo4j that only reads.

  npm run cypher                                 asks for statements; each ends with ;
  npm run cypher -- "MATCH (n) RETURN count(n)"  runs one and ends
  npm run cypher < file                          runs those in a file

  --json      one JSON object a row
  --limit N   rows that are shown at once: 100 unless told; 0 for all

docs/graph-schema.md says what is in the graph.`;

const PROMPT_HELP = `A statement ends with ; at the end of a line. An empty line shows more rows.
  :json  :table   how rows are shown        :limit N   how many at once
  :help           this                      :exit      or Ctrl D`;

type Look = { json: boolean; limit: number };

/** @throws StartFault when there is no Neo4j to ask. */
function addressOf(env: Env): DriverOptions {
  if (env.neo4j) return env.neo4j;
  const file = (name: string): string => join(env.dataDir, "neo4j", name);
  if (runningOn(env.dataDir) === null) throw new StartFault(`No Headwater runs on ${env.dataDir}, and its Neo4j runs with it. Start it, name the data directory with HEADWATER_DATA, or set NEO4J_URI.`);
  if (!existsSync(file("port")) || !existsSync(file("password"))) throw new StartFault(`The Headwater on ${env.dataDir} has no Neo4j of its own: set NEO4J_URI and NEO4J_PASSWORD as it has them.`);
  const read = (name: string): string => readFileSync(file(name), "utf8").trim();
  return { uri: `bolt://127.0.0.1:${read("port")}`, username: "neo4j", password: read("password") };
}

/** What was wrong, in Neo4j's words where they are its. */
function wordsOf(error: unknown): string {
  const { code, message } = error as { code?: unknown; message?: unknown };
  if (error instanceof NotAReadError) return error.message;
  if (code === "ServiceUnavailable" || code === "SessionExpired") return "Neo4j does not answer. It may be starting: try again in a moment.";
  return typeof code === "string" ? `${String(message)}\n(${code})` : String(message ?? error);
}

/** Shows the next rows. @returns whether there are more. */
async function show(reading: Reading, { json, limit }: Look): Promise<boolean> {
  const { rows, hasMore } = await reading.next(limit === 0 ? Number.POSITIVE_INFINITY : limit);
  if (json) for (const row of rows) say(JSON.stringify(Object.fromEntries(reading.columns.map((column, i) => [column, jsonValue(row[i])]))));
  else if (reading.columns.length > 0) {
    for (const line of tableText(reading.columns, rows)) say(line);
    say(`${rows.length} ${rows.length === 1 ? "row" : "rows"}${hasMore ? ", and there are more" : ""}`);
  }
  if (hasMore) return true;
  const plan = await reading.plan();
  if (plan && !json) for (const line of planText(plan)) say(line);
  return false;
}

/** Statements of a text, each up to a ; at the end of a line. */
function statementsIn(text: string): string[] {
  return text.split(/;[ \t]*(?:\r?\n|$)/).map((it) => it.trim()).filter((it) => it !== "");
}

async function runAll(driver: Driver, database: string, statements: readonly string[], look: Look): Promise<void> {
  for (const statement of statements) {
    let reading: Reading | null = null;
    try {
      reading = await askReadOnly(driver, database, statement);
      // what reads along must not take a part for the whole
      if ((await show(reading, look)) && look.json) process.stderr.write(`There are more than ${look.limit} rows: --limit 0 shows all.\n`);
    } catch (error) {
      throw new StartFault(wordsOf(error), { cause: error });
    } finally {
      await reading?.close();
    }
  }
}

async function prompt(driver: Driver, database: string, look: Look): Promise<void> {
  const lines = createInterface({ input: process.stdin, output: process.stdout, prompt: "cypher> " });
  let typed = "";
  let reading: Reading | null = null;
  let isBusy = false;
  const end = async (): Promise<void> => {
    await reading?.close().catch(() => undefined);
    reading = null;
  };
  const attempt = async (work: () => Promise<void>): Promise<void> => {
    isBusy = true;
    try {
      await work();
    } catch (error) {
      say(wordsOf(error));
      await end();
    } finally {
      isBusy = false;
    }
  };
  const showNext = async (): Promise<void> => {
    if (reading && (await show(reading, look))) say("Enter shows more.");
    else await end();
  };
  lines.on("SIGINT", () => {
    typed = "";
    void end();
    if (isBusy) return;
    say("");
    lines.setPrompt("cypher> ");
    lines.prompt();
  });
  say("Reads only. :help says more.");
  lines.prompt();
  for await (const line of lines) {
    const [command = "", value = ""] = typed === "" ? line.trim().split(/\s+/) : [];
    if (command === ":exit" || command === ":quit") break;
    else if (command === ":help") say(PROMPT_HELP);
    else if (command === ":json" || command === ":table") look.json = command === ":json";
    else if (command === ":limit" && /^\d+$/.test(value)) look.limit = Number(value);
    else if (command.startsWith(":")) say(`${command} is not known. ${PROMPT_HELP}`);
    else if (typed === "" && line.trim() === "") await attempt(showNext);
    else {
      typed += `${line}\n`;
      if (/;\s*$/.test(line)) {
        const [statement = ""] = statementsIn(typed);
        typed = "";
        await end();
        await attempt(async () => {
          reading = await askReadOnly(driver, database, statement);
          await showNext();
        });
      }
    }
    lines.setPrompt(typed === "" ? "cypher> " : "   ...> ");
    lines.prompt();
  }
  await end();
  lines.close();
}

async function readStdin(): Promise<string> {
  let text = "";
  for await (const chunk of process.stdin.setEncoding("utf8")) text += String(chunk);
  return text;
}

/** `npm run cypher`: a person's own questions to the graph. Nothing is changed by them. */
runCommand(async (env, args) => {
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options: { json: { type: "boolean", default: false }, limit: { type: "string", default: "100" }, help: { type: "boolean", short: "h", default: false } } });
  if (values.help) return say(HELP);
  if (!/^\d+$/.test(values.limit)) throw new StartFault("--limit takes a whole number.");
  const look: Look = { json: values.json, limit: Number(values.limit) };
  const driver = openDriver(addressOf(env));
  try {
    if (positionals.length > 0) await runAll(driver, env.database, statementsIn(positionals.join(" ")), look);
    else if (process.stdin.isTTY) await prompt(driver, env.database, look);
    else await runAll(driver, env.database, statementsIn(await readStdin()), look);
  } finally {
    await driver.close();
  }
});
