import "server-only";
import { afterAll, beforeAll, inject } from "vitest";
import { openDriver } from "@/graph/driver";
import { smallWorld, type SeedWorld } from "@/graph/seed/small-world";
import type { Viewer } from "@/lib/access/viewer";
import { provideReadServices, writeSeed } from "./write-seed";

export const everyone: Viewer = { id: "user:1", name: "all", role: "viewer", namespaces: null };
export const bound = (...namespaces: string[]): Viewer => ({ id: "user:2", name: "bound", role: "viewer", namespaces });

/** Puts a world into the tests' Neo4j before the tests of a file, and the services that queries need. */
export function seedGraph(world: SeedWorld = smallWorld, records: Record<string, number[]> = {}): void {
  const address = inject("neo4j");
  const driver = openDriver(address);
  beforeAll(async () => {
    await writeSeed(driver, address.database, world);
    provideReadServices(driver, address.database, records);
  });
  afterAll(() => driver.close());
}
