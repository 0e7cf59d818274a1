import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Viewer } from "@/lib/access/viewer";
import { Ledger, type LedgerOptions } from "@/lib/ledger/ledger";
import { log } from "@/lib/log";
import { createIngestHandler } from "../handle-ingest";
import type { SubjectsOf } from "../to-record";
import { TokenActivity } from "../token-activity";

export const TOKEN = "a-token-for-tests";
const VIEWERS: Record<string, Viewer> = {
  [TOKEN]: { id: "token:t1", name: "tests", role: "producer", namespaces: null },
  other: { id: "token:t2", name: "other", role: "producer", namespaces: null },
  reader: { id: "user:u1", name: "reader", role: "viewer", namespaces: null },
  shop: { id: "token:t3", name: "shop only", role: "producer", namespaces: ["shop"] },
};

/** Enough of an interpretation for what ingestion needs to know. */
const subjectsOf: SubjectsOf = ({ event }) => {
  const { job, unreadable } = event as { job?: { namespace: string; name: string }; unreadable?: boolean };
  if (unreadable) throw new TypeError("cannot be interpreted");
  const subject = job ? `job:${encodeURIComponent(job.namespace)}:${encodeURIComponent(job.name)}` : "-";
  return { subject, about: job ? [subject] : [] };
};

export type Served = { url: string; ledger: Ledger; server: Server; counted: Record<string, number>; activity: TokenActivity; close(): Promise<void> };

/** A real server with a real ledger in `directory`. */
export async function serve(directory: string, options: LedgerOptions = {}): Promise<Served> {
  const ledger = Ledger.open(directory, options);
  const counted: Record<string, number> = {};
  const activity = new TokenActivity();
  const handle = createIngestHandler({
    ledger,
    authenticate: (headers) => VIEWERS[/^Bearer (.+)$/.exec(headers.authorization ?? "")?.[1] ?? String(headers["x-api-key"])] ?? null,
    subjectsOf,
    nudge: () => (counted.nudge = (counted.nudge ?? 0) + 1),
    activity,
    log,
    metrics: { ingested: (_route, outcome, count) => (counted[outcome] = (counted[outcome] ?? 0) + count) },
  });
  const server = createServer((request, response) => void handle(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/api/v1`,
    ledger,
    server,
    counted,
    activity,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await ledger.close();
    },
  };
}
