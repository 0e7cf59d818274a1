import "server-only";
import { resolve } from "node:path";
import { z } from "zod";

const LOG_LEVELS = ["debug", "info", "warn", "error"] as const;
const NEO4J_SCHEMES = ["bolt:", "bolt+s:", "bolt+ssc:", "neo4j:", "neo4j+s:", "neo4j+ssc:"];

/** A whole number written in digits; `Number("")` and `Number("0x10")` would let mistakes through. */
const wholeNumber = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d+$/, "must be a whole number")
    .transform(Number)
    .pipe(z.int().min(min, `must be ${min} or more`).max(max, `must be ${max} or less`));

const settings = z.object({
  PORT: wholeNumber(0, 65535).default(3000),
  HOST: z.string().default("127.0.0.1"),
  HEADWATER_DATA: z.string().default(".headwater"),
  HEADWATER_ADMIN_TOKEN: z
    .string()
    .min(32, "must have 32 characters or more")
    .regex(/^[\x21-\x7e]*$/, "must be printable ASCII without spaces, so that it fits in a header")
    .optional(),
  HEADWATER_LOG_LEVEL: z.enum(LOG_LEVELS, { error: `must be one of ${LOG_LEVELS.join(", ")}` }).default("warn"),
  HEADWATER_NEO4J_HEAP_MB: wholeNumber(256, 1_048_576).default(640),
  HEADWATER_NEO4J_PAGECACHE_MB: wholeNumber(64, 1_048_576).default(384),
  HEADWATER_NEO4J_LIB: z.string().optional(),
  NEO4J_URI: z
    .string()
    .refine((uri) => URL.canParse(uri) && NEO4J_SCHEMES.includes(new URL(uri).protocol), {
      error: "must be an address such as neo4j://host:7687 or bolt+s://host:7687",
    })
    .optional(),
  NEO4J_USERNAME: z.string().default("neo4j"),
  NEO4J_PASSWORD: z.string().optional(),
  NEO4J_DATABASE: z.string().default("neo4j"),
});

/** A Neo4j server that somebody else runs. */
export type ExternalNeo4j = { uri: string; username: string; password: string };

/** Every setting of the server, checked. */
export type Env = {
  /** 0: any free port. */
  port: number;
  host: string;
  /** Absolute path. Ledger, accounts, keys and the embedded Neo4j live in it. */
  dataDir: string;
  /** A token for automation that may do everything but approve; 32 characters or more. */
  adminToken: string | null;
  logLevel: (typeof LOG_LEVELS)[number];
  /** `null`: Headwater starts its own Neo4j. */
  neo4j: ExternalNeo4j | null;
  /** The name of the database in either Neo4j. */
  database: string;
  embedded: {
    heapMb: number;
    pagecacheMb: number;
    /** Absolute path of a directory for Neo4j's jars that several data directories share; `null`: inside the data directory. */
    libDir: string | null;
  };
};

/** The environment is wrong; `faults` names every setting that is, one line each. Values are never repeated: they may be secret. */
export class EnvError extends Error {
  readonly faults: readonly string[];

  constructor(faults: readonly string[]) {
    super(`The environment is wrong:\n${faults.map((fault) => `  - ${fault}`).join("\n")}\nSee .env.example for what each setting means.`);
    this.name = "EnvError";
    this.faults = faults;
  }
}

/**
 * Reads the settings from environment variables. An empty value counts as not set.
 * @throws EnvError with all faults at once.
 */
export function parseEnv(variables: Readonly<Record<string, string | undefined>>): Env {
  const given = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== undefined && value !== ""));
  const parsed = settings.safeParse(given);
  const faults = (parsed.error?.issues ?? []).map((issue) => `${issue.path.join(".")} ${issue.message}`);
  if ("NEO4J_URI" in given && !("NEO4J_PASSWORD" in given)) faults.push("NEO4J_PASSWORD is needed when NEO4J_URI is set");
  if ("NEO4J_PASSWORD" in given && !("NEO4J_URI" in given)) {
    faults.push("NEO4J_URI is needed when NEO4J_PASSWORD is set (without both, Headwater starts its own Neo4j and makes the password)");
  }
  if (!parsed.success || faults.length > 0) throw new EnvError(faults);
  const s = parsed.data;
  return {
    port: s.PORT,
    host: s.HOST,
    dataDir: resolve(s.HEADWATER_DATA),
    adminToken: s.HEADWATER_ADMIN_TOKEN ?? null,
    logLevel: s.HEADWATER_LOG_LEVEL,
    neo4j: s.NEO4J_URI === undefined ? null : { uri: s.NEO4J_URI, username: s.NEO4J_USERNAME, password: s.NEO4J_PASSWORD ?? "" },
    database: s.NEO4J_DATABASE,
    embedded: {
      heapMb: s.HEADWATER_NEO4J_HEAP_MB,
      pagecacheMb: s.HEADWATER_NEO4J_PAGECACHE_MB,
      libDir: s.HEADWATER_NEO4J_LIB === undefined ? null : resolve(s.HEADWATER_NEO4J_LIB),
    },
  };
}
