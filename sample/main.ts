import { once } from "node:events";
import { createWriteStream, existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { setTimeout as sleep } from "node:timers/promises";
import { formatRef } from "@/lib/lineage/node-ref";
import { findAnchor, lastFullHour } from "./anchor-tag";
import { createClient, SampleError, type Client, type Outcome } from "./client";
import { firstDeclaration, generateEvents } from "./generate";
import { HELP, readOptions, type Options } from "./options";
import { FULL, QUICK } from "./plan";
import { createProgress, type Progress } from "./progress";
import { expectedEvents, highlightLines, highlights, reportText } from "./report";
import { sendAll } from "./send";
import { iso, study, world, type Outgoing, type Study } from "./world";

const DATA = fileURLToPath(new URL("./data/nab/", import.meta.url));
/** The same settings that `npm start` reads; what is set already stays. */
const ENV_FILE = fileURLToPath(new URL("../.env", import.meta.url));
/** A projection that does not move for so long is given up, in milliseconds. */
const STALLED_MS = 5 * 60_000;

const number = new Intl.NumberFormat("en");

async function main(): Promise<number> {
  if (existsSync(ENV_FILE)) process.loadEnvFile(ENV_FILE);
  const options = readOptions(process.argv.slice(2), process.env);
  if (options.help) {
    process.stdout.write(HELP);
    return 0;
  }
  const plan = options.quick ? QUICK : FULL;
  if (options.report || options.eventsFile !== null) {
    const anchor = options.anchor ?? lastFullHour(Date.now());
    const numbers = study(plan, DATA);
    if (options.report) process.stdout.write(`${reportText(world(numbers, anchor, 1))}\n`);
    if (options.eventsFile !== null) await writeEvents(allEvents(numbers, anchor, options.factor), options.eventsFile);
    return 0;
  }
  return send(options, study(plan, DATA), createProgress(process.stdout));
}

async function send(options: Options, numbers: Study, progress: Progress): Promise<number> {
  if (options.token === null)
    throw new SampleError("No token. Set HEADWATER_TOKEN to a producer's token, or start the server with HEADWATER_ADMIN_TOKEN set (32 characters or more) and set the same here.");
  const begun = Date.now();
  const client = createClient({ url: options.url, token: options.token, onWait: (reason) => progress.update(`Waiting: ${reason}`) });
  const { anchor, remembered } = await chooseAnchor(client, options, numbers);
  progress.line(`${remembered ? "Again" : "First run"}: the series end at ${iso(anchor)}. Sending to ${options.url}.`);

  const total: Outcome = { sent: 0, duplicates: 0, refused: [], sequence: 0 };
  const expected = expectedEvents(world(numbers, anchor, 1)) * options.factor;
  const count = (outcome: Outcome) => {
    total.sent += outcome.sent;
    total.duplicates += outcome.duplicates;
    total.refused.push(...outcome.refused.slice(0, 100));
    total.sequence = Math.max(total.sequence, outcome.sequence);
    progress.update(`Sent ${number.format(total.sent)} of about ${number.format(Math.max(expected, total.sent))} events, ${rate(total.sent, begun)}/s`);
  };
  await declareAnchor(client, numbers, anchor, count);
  await sendAll(allEvents(numbers, anchor, options.factor, { afterFirst: true }), client, count);
  const fresh = total.sent - total.duplicates - total.refused.length;
  progress.line(`Sent ${number.format(total.sent)} events in ${seconds(begun)}: ${number.format(fresh)} new, ${number.format(total.duplicates)} known already, ${number.format(total.refused.length)} refused.`);
  for (const { code, message } of total.refused.slice(0, 5)) progress.line(`  refused (${code}): ${message}`);

  await untilProjected(client, total.sequence, progress);
  progress.line(`Projected up to record ${number.format(total.sequence)}, ${seconds(begun)} in all.`);
  progress.line("Worth a look:");
  for (const highlight of highlights(world(numbers, anchor, 1))) for (const line of highlightLines(highlight)) progress.line(line);
  return total.refused.length > 0 ? 1 : 0;
}

/** The anchor that an earlier run left on this server, whoever ran it; else the last full hour. */
async function chooseAnchor(client: Client, options: Options, numbers: Study): Promise<{ anchor: number; remembered: boolean }> {
  const { size } = await client.checkpoint();
  const [source] = numbers.sources.keys();
  const answer = size === 0 ? null : await client.getNode(formatRef("dataset", world(numbers, 0, 1).aws, source!), size);
  const found = findAnchor(answer);
  if (!found) return { anchor: options.anchor ?? lastFullHour(Date.now()), remembered: false };
  if (found.mode !== numbers.plan.mode) throw new SampleError(`This server holds the ${found.mode} sample already; it takes the full one or the quick one, not both.`);
  if (options.anchor !== null && options.anchor !== found.anchor) throw new SampleError(`The sample on this server ends at ${iso(found.anchor)}; --anchor cannot move it.`);
  return { anchor: found.anchor, remembered: true };
}

/** Takes the anchor for this server before anything else is sent: two first runs at once cannot mix two clocks. */
async function declareAnchor(client: Client, numbers: Study, anchor: number, count: (outcome: Outcome) => void): Promise<void> {
  const outcome = await client.sendEvents([JSON.stringify(firstDeclaration(world(numbers, anchor, 1)).body)]);
  const [refusal] = outcome.refused;
  if (refusal) throw new SampleError(`The server refused the first declaration (${refusal.code}: ${refusal.message}). If another run has just begun, wait for it and run the sample again.`);
  count(outcome);
}

/** `afterFirst`: the declaration that takes the anchor has been sent. */
function* allEvents(numbers: Study, anchor: number, factor: number, { afterFirst = false } = {}): Generator<Outgoing> {
  for (let copy = 1; copy <= factor; copy++) {
    const here = world(numbers, anchor, copy);
    if (copy > 1 || !afterFirst) yield firstDeclaration(here);
    yield* generateEvents(here);
  }
}

async function untilProjected(client: Client, sequence: number, progress: Progress): Promise<void> {
  const begun = Date.now();
  let moved = Date.now();
  let start: number | null = null;
  let last = -1;
  for (;;) {
    const { projected } = await client.checkpoint();
    start ??= projected;
    if (projected >= sequence) return;
    if (projected !== last) moved = Date.now();
    last = projected;
    if (Date.now() - moved > STALLED_MS) throw new SampleError(`The projection has stood still at record ${projected} for five minutes; see the server's log.`);
    progress.update(`Projected ${number.format(projected)} of ${number.format(sequence)} records, ${rate(projected - start, begun)}/s`);
    await sleep(250);
  }
}

async function writeEvents(events: Iterable<Outgoing>, file: string): Promise<void> {
  const out = file === "-" ? process.stdout : createWriteStream(file);
  for (const event of events) if (!out.write(`${JSON.stringify(event.body)}\n`)) await once(out, "drain");
  if (out !== process.stdout) {
    out.end();
    await once(out, "finish");
  }
}

function rate(count: number, begun: number): string {
  return number.format(Math.round(count / Math.max((Date.now() - begun) / 1000, 0.001)));
}

function seconds(begun: number): string {
  return `${((Date.now() - begun) / 1000).toFixed(1)} s`;
}

main().then(
  (code) => { process.exitCode = code; },
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  },
);
