import { writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { join } from "node:path";
import next from "next";
import { EnvError, parseEnv, type Env } from "@/graph/env";
import { createMetrics, type AnsweredBy, type Metrics } from "@/graph/runtime/metrics";
import { projectRoot } from "@/graph/runtime/project-root";
import { readiness } from "@/graph/runtime/readiness";
import { StartFault } from "@/graph/runtime/start-fault";
import { startServices, type RunningServices } from "@/graph/runtime/start-services";
import { methodsAt } from "@/lib/access/route-policies";
import { authenticate } from "@/lib/accounts/authenticate";
import { AppError } from "@/lib/errors";
import { cloudEventData, type CloudEvent } from "@/lib/events/cloud-event";
import { answerJson, answerProblem, answerText } from "@/lib/http/answers";
import { cleanRequest } from "@/lib/http/clean-request";
import { listen, stopListening } from "@/lib/http/listen";
import { watchSlowBodies } from "@/lib/http/watch-slow-bodies";
import { createIngestHandler } from "@/lib/ingest/handle-ingest";
import { subjectsOf } from "@/lib/interpret/subjects";
import { configureLog, log, neverLog } from "@/lib/log";

type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

const INGESTION = new Set(["/api/v1/lineage", "/api/v1/lineage/batch", "/api/v1/events"]);
/** How long the link waits for the graph, so that it leads to a page that can read. */
const GRAPH_PATIENCE_MS = 60_000;
const REQUESTS_PATIENCE_MS = 3_000;
const STOP_LIMIT_MS = 9_500;

const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** Ends the start with words for the person who started it. */
function giveUp(error: unknown): void {
  if (error instanceof EnvError || error instanceof StartFault) process.stderr.write(`${error.message}\n`);
  else {
    log.error("Headwater could not start", { error });
    process.stderr.write(`Headwater could not start: ${error instanceof Error ? error.message : String(error)}\n`);
  }
}

/** Everything that answers without Next, and the way to Next once it is there. */
function createHandler(running: RunningServices, metrics: Metrics, pages: () => Handler | null): Handler {
  const { ledger, accounts, env, projection, activity } = running.services;
  const ingest = createIngestHandler({
    ledger,
    authenticate: (headers) => authenticate(headers, accounts, env),
    subjectsOf: (record) => subjectsOf(record.kind === "cloudevent" ? { ...record, event: withData(record.event as CloudEvent) } : record),
    nudge: () => projection.nudge(),
    activity,
    log,
    metrics,
  });
  const operations: Record<string, (request: IncomingMessage, response: ServerResponse, query: URLSearchParams) => Promise<void>> = {
    "/healthz": async (_request, response) => answerJson(response, 200, { status: "up" }),
    "/readyz": async (_request, response, query) => {
      const { ready, parts } = await readiness(running, query.get("for") === "ingest" ? "ingest" : "all", pages() !== null);
      answerJson(response, ready ? 200 : 503, { status: ready ? "ready" : "not ready", parts }, ready ? {} : { "retry-after": "2" });
    },
    "/metrics": async (_request, response) => answerText(response, 200, await metrics.text(), { "content-type": metrics.contentType }),
  };

  return async (request, response) => {
    const began = performance.now();
    // the path stays as it came: a reference in it is percent-encoded, and Next decodes it
    const [path = "/", search = ""] = splitOnce(request.url ?? "/", "?");
    const by = answeredBy(path);
    response.once("close", () => metrics.observe(by, response.statusCode, (performance.now() - began) / 1000));
    try {
      cleanRequest(request);
      if (by === "ingest" || by === "api" || by === "operations") {
        const methods = isDecodable(path) ? methodsAt(path) : [];
        if (methods.length === 0) throw new AppError("not_found", "There is nothing at this address.");
        if (!methods.includes(request.method ?? "")) {
          answerProblem(response, new AppError("method_not_allowed", `This address takes ${methods.join(", ")}.`), { allow: methods.join(", ") });
          return;
        }
      }
      if (by === "ingest") await ingest(request, response);
      else if (by === "operations") await operations[path]?.(request, response, new URLSearchParams(search));
      else await (pages() ?? stillStarting)(request, response);
    } catch (error) {
      if (!(error instanceof AppError)) log.error("a request failed", { method: request.method, path, error });
      answerProblem(response, error);
    }
  };
}

/** As the projector reads it: `data` is parsed, however it came. */
const withData = (event: CloudEvent): CloudEvent => ({ ...event, data: cloudEventData(event) });

function answeredBy(path: string): AnsweredBy {
  if (INGESTION.has(path)) return "ingest";
  if (path === "/healthz" || path === "/readyz" || path === "/metrics") return "operations";
  if (path === "/api" || path.startsWith("/api/")) return "api";
  return path.startsWith("/_next/") ? "asset" : "page";
}

/** Next fails on an address that is not percent-encoded UTF-8. */
function isDecodable(path: string): boolean {
  try {
    decodeURIComponent(path);
    return true;
  } catch {
    return false;
  }
}

function splitOnce(text: string, at: string): [string, string] {
  const i = text.indexOf(at);
  return i < 0 ? [text, ""] : [text.slice(0, i), text.slice(i + 1)];
}

const stillStarting: Handler = async (request, response) => {
  if (!request.headers.accept?.includes("text/html")) throw new AppError("unavailable", "Headwater is starting.", { retryAfterSeconds: 2 });
  const page = '<!doctype html><html lang="en"><meta charset="utf-8"><meta http-equiv="refresh" content="2"><title>Headwater is starting</title><p>Headwater is starting …</p></html>';
  answerText(response, 503, page, { "content-type": "text/html; charset=utf-8", "retry-after": "2" });
};

async function preparePages(env: Env): Promise<Handler> {
  const app = next({ dev: false, dir: projectRoot(), hostname: env.host, port: env.port });
  await app.prepare();
  return app.getRequestHandler();
}

function createHttpServer(handler: Handler): ReturnType<typeof createServer> {
  const server = createServer(
    // an honest stream of events may take long: watchSlowBodies judges bodies by their rate
    { headersTimeout: 10_000, requestTimeout: 0, keepAliveTimeout: 65_000, maxHeaderSize: 16_384, connectionsCheckingInterval: 5_000 },
    (request, response) => void handler(request, response),
  );
  server.maxConnections = 4096;
  watchSlowBodies(server);
  server.on("upgrade", (_request, socket) => socket.end("HTTP/1.1 501 Not Implemented\r\nconnection: close\r\n\r\n"));
  return server;
}

async function main(): Promise<void> {
  const env = parseEnv(process.env);
  configureLog({ level: env.logLevel });
  if (env.adminToken) neverLog(env.adminToken);
  const running = await startServices(env, say);
  let pages: Handler | null = null;
  const metrics = createMetrics(running);
  const server = createHttpServer(createHandler(running, metrics, () => pages));

  let stopping = false;
  const stop = async (reason: string, status: number): Promise<void> => {
    if (stopping) return;
    stopping = true;
    log.info("stopping", { reason });
    setTimeout(() => process.exit(status || 1), STOP_LIMIT_MS).unref();
    await stopListening(server, REQUESTS_PATIENCE_MS);
    await running.stop();
    process.exit(status);
  };
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => void stop(signal, 0));
  process.on("uncaughtException", (error) => {
    log.error("an error that nothing caught", { error });
    void stop("uncaughtException", 1);
  });
  process.on("unhandledRejection", (error) => log.error("a rejection that nothing caught", { error }));

  try {
    const address = await listen(server, env.port, env.host).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== "EADDRINUSE") throw error;
      throw new StartFault(`Port ${env.port} on ${env.host} is taken. Stop what listens there, or choose another: PORT=${env.port + 1} npm start`, { cause: error });
    });
    // for tools on this machine: where the process that holds the lock listens
    writeFileSync(join(env.dataDir, "address"), `${process.pid} ${address.href}\n`);
    say("Starting Neo4j …");
    const graph = running.startGraph();
    const withoutGraph = new Promise((resolve) => setTimeout(resolve, GRAPH_PATIENCE_MS).unref());
    pages = await Promise.race([preparePages(env), graph.then(() => new Promise<never>(() => undefined))]);
    await Promise.race([graph, withoutGraph]);
    if (stopping) return;
    const setup = await running.services.accounts.issueSetupLink(address.href);
    say(setup ? `Headwater is running. Make the first administrator here, within 30 minutes:\n${setup.url}` : `Headwater is running: ${address.href}`);
    await graph;
  } catch (error) {
    if (stopping) return;
    giveUp(error);
    await stop("the start failed", 1);
  }
}

main().catch((error: unknown) => {
  giveUp(error);
  process.exit(1);
});
