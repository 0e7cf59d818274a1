import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { projectRoot } from "@/graph/runtime/project-root";
import { startApp, type App, type StartAppOptions } from "@/graph/testing/start-app";
import { checkLedger } from "@/lib/ledger/check-ledger";
import { Ledger } from "@/lib/ledger/ledger";
import { checkGraphHolds, type GraphContent } from "./check-graph-holds";
import { checkLedgerHolds } from "./check-ledger-holds";
import { mustHold, type FaultReport } from "./fault";
import { graphServer, readEmbedded, type GraphServer } from "./graph-server";
import { Sender } from "./sender";
import { Workload } from "./workload";

const CATCH_UP_MS = 900_000;
const RESENT_AT_ONCE = 200;
const RESENDING_CLIENTS = 8;

type TrialOptions = {
  seed: number;
  /** How many send at a time. */
  clients: number;
  /** The app starts its own Neo4j; without it the app uses the server of the whole run. */
  embedded?: boolean;
};

/** One app over one data directory through any number of starts, what it acknowledged, and the proof that it kept its word. */
export class Trial {
  readonly sender: Sender;
  readonly dataDir = mkdtempSync(join(tmpdir(), "headwater-chaos-"));
  private running: App | null = null;

  private constructor(readonly server: GraphServer, private readonly options: TrialOptions) {
    this.sender = new Sender(new Workload("chaos", options.seed), options.seed, options.clients);
  }

  /** Runs a fault's story and takes everything away afterwards, whatever came of it. */
  static async run(options: TrialOptions, story: (trial: Trial) => Promise<string>): Promise<FaultReport> {
    const server = await graphServer();
    await server.empty();
    const trial = new Trial(server, options);
    try {
      const done = await story(trial);
      return { done, acknowledged: trial.sender.acknowledged.length, refused: trial.sender.refusals() };
    } catch (error) {
      const said = trial.running?.output().split("\n").filter((line) => /"level":"(warn|error)"/.test(line)).slice(-5).join("\n");
      throw new Error(`${error instanceof Error ? error.message : String(error)}${said ? `\nthe app said:\n${said}` : ""}`, { cause: error });
    } finally {
      trial.sender.end();
      await trial.running?.remove();
      rmSync(trial.dataDir, { recursive: true, force: true });
    }
  }

  get app(): App {
    if (!this.running) throw new Error("the app has not been started");
    return this.running;
  }

  get ledgerDirectory(): string {
    return join(this.dataDir, "ledger");
  }

  /** Starts the app, or starts it again on what it left. */
  async start(options: Omit<StartAppOptions, "dataDir" | "token"> = {}): Promise<void> {
    const graph = this.options.embedded ? {} : this.server.settings();
    this.running = await startApp({ ...options, dataDir: this.dataDir, ...(this.running ? { token: this.running.token } : {}), env: { ...graph, ...options.env } });
  }

  async read<T>(path: string): Promise<{ status: number; headers: Headers; body: T }> {
    const answer = await fetch(`${this.app.url}${path}`, { headers: { authorization: `Bearer ${this.app.token}` } });
    return { status: answer.status, headers: answer.headers, body: (await answer.json()) as T };
  }

  /** Until reads work and everything is in the graph. @returns the size of the ledger */
  async caughtUp(): Promise<number> {
    for (const until = Date.now() + CATCH_UP_MS; Date.now() < until; await sleep(200)) {
      const answer = await this.read<{ size: number; projected: number }>("/api/v1/log/checkpoint").catch(() => null);
      if (answer?.status !== 200 || answer.body.projected !== answer.body.size) continue;
      if ((await this.read("/readyz").catch(() => null))?.status === 200) return answer.body.size;
    }
    throw new Error("the projection did not catch up");
  }

  /** @throws Error with what of the ledger does not hold. Nobody need be asked: its files are read. */
  async ledgerMustHold(directory: string = this.ledgerDirectory): Promise<void> {
    const ledger = Ledger.open(directory, { readOnly: true });
    try {
      mustHold(checkLedgerHolds(ledger, this.sender.acknowledged, this.sender.checkpoints));
    } finally {
      await ledger.close();
    }
  }

  /**
   * Everything, once the faults are over. The app runs: what was acknowledged is sent again and must be a duplicate with the same
   * receipt. Then it is stopped, its ledger is checked to the last byte, and its graph is held against one made from the ledger alone.
   */
  async mustHold(): Promise<void> {
    const size = await this.caughtUp();
    await this.sendAgain();
    await this.sender.checkpoint(this.app);
    const { body } = await this.read<{ size: number }>("/api/v1/log/checkpoint");
    mustHold(body.size === size ? [] : [`sending again what was acknowledged made ${body.size - size} records`]);
    const live = this.options.embedded ? await readEmbedded(this.dataDir) : await this.server.content();
    const status = await this.app.stop();
    mustHold(status === 0 ? [] : [`the app ended with status ${status}`]);
    await this.storedMustHold(this.ledgerDirectory, live);
  }

  /** What `mustHold` does once the app is stopped, for a ledger that is elsewhere. */
  async storedMustHold(ledgerDirectory: string, live: GraphContent): Promise<void> {
    const { problems } = await checkLedger(ledgerDirectory, { entry: join(projectRoot(), "dist", "check-ledger-child.js"), everything: true });
    mustHold(problems.map((it) => `the ledger is damaged: ${JSON.stringify(it)}`));
    await this.ledgerMustHold(ledgerDirectory);
    const rebuilt = await this.server.rebuild(ledgerDirectory);
    const ledger = Ledger.open(ledgerDirectory, { readOnly: true });
    try {
      mustHold(checkGraphHolds(live, rebuilt, ledger));
    } finally {
      await ledger.close();
    }
  }

  /** @throws Error when something that was acknowledged has another receipt now, or none */
  async sendAgain(): Promise<void> {
    const { acknowledged } = this.sender;
    const wrong: string[] = [];
    const compare = (was: (typeof acknowledged)[number], now: { id: string; sequence: number; leafHash: string; duplicate: boolean } | undefined): void => {
      const receipt = was.receipt ?? now;
      if (now?.duplicate !== true || now.id !== was.id || now.sequence !== receipt?.sequence || now.leafHash !== receipt.leafHash)
        wrong.push(`sent again, ${was.id} (${JSON.stringify(was.receipt)}) was answered with ${JSON.stringify(now)}`);
    };
    const post = async (path: string, type: string, body: string): Promise<unknown> => {
      const answer = await fetch(`${this.app.url}/api/v1/${path}`, { method: "POST", body, headers: { authorization: `Bearer ${this.app.token}`, "content-type": type } });
      if (!answer.ok) throw new Error(`sent again, ${path} answered ${answer.status}: ${(await answer.text()).slice(0, 500)}`);
      return answer.json();
    };
    const events = acknowledged.filter(({ way }) => way === "events");
    for (let i = 0; i < events.length; i += RESENT_AT_ONCE) {
      const some = events.slice(i, i + RESENT_AT_ONCE);
      const { receipts } = (await post("events", "application/cloudevents-batch+json", `[${some.map(({ body }) => body).join(",")}]`)) as { receipts: Parameters<typeof compare>[1][] };
      some.forEach((it, n) => compare(it, receipts[n]));
    }
    const runs = acknowledged.filter(({ way }) => way === "lineage");
    let next = 0;
    const client = async (): Promise<void> => {
      for (let it = runs[next++]; it; it = runs[next++]) compare(it, (await post("lineage", "application/json", it.body!)) as Parameters<typeof compare>[1]);
    };
    await Promise.all(Array.from({ length: RESENDING_CLIENTS }, client));
    mustHold(wrong);
  }
}
