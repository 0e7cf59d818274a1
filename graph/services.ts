import "server-only";
import type { Driver } from "neo4j-driver";
import type { Env } from "@/graph/env";
import type { ProjectionMonitor } from "@/graph/projection-monitor";
import type { Accounts } from "@/lib/accounts/accounts";
import { AppError } from "@/lib/errors";
import type { Ledger } from "@/lib/ledger/ledger";

/** What runs once in the process and is shared by all its requests. `server.ts` starts and stops them. */
export type Services = {
  env: Env;
  ledger: Ledger;
  accounts: Accounts;
  projection: ProjectionMonitor;
  driver: Driver;
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
