import { parseArgs } from "node:util";

export type Options = {
  url: string;
  /** `null`: none was given. */
  token: string | null;
  factor: number;
  quick: boolean;
  /** Write NDJSON here instead of sending; `-` is standard output. */
  eventsFile: string | null;
  /** Milliseconds since 1970; `null`: ask the server, else the last full hour. */
  anchor: number | null;
  report: boolean;
  help: boolean;
};

export const HELP = `Usage: npm run sample -- [options]

Runs an anomaly-detection pipeline over 14 recorded CloudWatch series and sends what it does to Headwater, over HTTP.
A second run sends the same bytes again and changes nothing.

  --factor N      N copies, in namespaces aws, ops, aws-2, ops-2, … (default 1)
  --quick         four series, four days: for tests. A server takes the full sample or the quick one, not both
  --events FILE   write the events to FILE as NDJSON instead of sending them (- is standard output)
  --anchor TIME   end of all series, RFC 3339 on a full hour (default: what the server remembers, else the last full hour)
  --report        print how the models did and the predictions worth a look, and send nothing
  --help          this text

HEADWATER_URL     default http://127.0.0.1:3000
HEADWATER_TOKEN   a producer's token; else HEADWATER_ADMIN_TOKEN is taken
`;

/** Reads the command line and the environment. @throws Error with a sentence for the user. */
export function readOptions(args: readonly string[], env: Readonly<Record<string, string | undefined>>): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      factor: { type: "string", default: "1" },
      quick: { type: "boolean", default: false },
      events: { type: "string" },
      anchor: { type: "string" },
      report: { type: "boolean", default: false },
      help: { type: "boolean", short: "h", default: false },
    },
  });
  const factor = Number(values.factor);
  if (!Number.isInteger(factor) || factor < 1 || factor > 1000) throw new Error(`--factor is a whole number from 1 to 1000, not "${values.factor}".`);
  return {
    url: readUrl(env.HEADWATER_URL || "http://127.0.0.1:3000"),
    token: env.HEADWATER_TOKEN || env.HEADWATER_ADMIN_TOKEN || null,
    factor,
    quick: values.quick,
    eventsFile: values.events ?? null,
    anchor: values.anchor === undefined ? null : readAnchor(values.anchor),
    report: values.report,
    help: values.help,
  };
}

function readUrl(text: string): string {
  if (!URL.canParse(text) || !/^https?:/.test(text)) throw new Error(`HEADWATER_URL is no http address: "${text}".`);
  return text.replace(/\/+$/, "");
}

function readAnchor(text: string): number {
  const at = Date.parse(text);
  if (!/(?:Z|[+-]\d{2}:\d{2})$/.test(text) || Number.isNaN(at) || at % 3_600_000 !== 0) throw new Error(`--anchor is a full hour in RFC 3339 with a zone, not "${text}".`);
  return at;
}
