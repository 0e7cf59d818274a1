import "server-only";
import { join } from "node:path";
import { neo4jVersion } from "@/graph/embedded/fetch-jars";
import { projectRoot } from "@/graph/runtime/project-root";

/** One directory with Neo4j's jars for the data directories of all tests. */
export function sharedLibDir(): string {
  return process.env.HEADWATER_NEO4J_LIB || join(projectRoot(), ".cache", `neo4j-lib-${neo4jVersion(join(projectRoot(), "graph", "embedded"))}`);
}
