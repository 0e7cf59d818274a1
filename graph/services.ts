import "server-only";
import type { Driver } from "neo4j-driver";
import type { EmbeddedState } from "@/graph/embedded/embedded-neo4j";
import type { Env } from "@/graph/env";
import type { ProjectionMonitor } from "@/graph/projection-monitor";
import type { Accounts } from "@/lib/accounts/accounts";
import { AppError } from "@/lib/errors";
import type { TokenActivity } from "@/lib/ingest/token-activity";
import type { Ledger } from "@/lib/ledger/ledger";

/** The Neo4j behind the driver, as far as others may ask about it. */
export type GraphServer = {
  /** Whether it answers, asked at most once a second; `false` after 2 s without an answer. */
  isUp(): Promise<boolean>;
  /** What Headwater's own is doing; `null` for somebody else's. */
  embeddedState(): EmbeddedState | null;
  /** How often Headwater's own was started again; `null` for somebody else's. */
  restarts(): number | null;
};

/** What runs once in the process and is shared by all its requests. `server.ts` starts and stops them. */
export type Services = {
  env: Env;
  ledger: Ledger;
  accounts: Accounts;
  projection: ProjectionMonitor;
  driver: Driver;
  neo4j: GraphServer;
  /** What came in by whom since the start. */
  activity: TokenActivity;
};

const KEY = Symbol.for("headwater.services");
const shared = globalThis as { [KEY]?: Services };

/** Called once by the process that owns the services. Next bundles its routes apart from `server.ts`, so they meet on `globalThis`. */
export function provideServices(provided: Services): void {
  shared[KEY] = provided;
}

/** @throws AppError `unavailable` while the process is still starting. */
export function services(): Services {
  const provided = shared[KEY];
  if (!provided) throw new AppError("unavailable", "Headwater is starting.", { retryAfterSeconds: 2 });
  return provided;
}
