import "server-only";
import neo4j, { type Driver } from "neo4j-driver";

export type DriverOptions = { uri: string; username: string; password: string };

/**
 * The driver of this process; it connects when first used. Whole numbers come and go as JavaScript numbers (all of ours are safe
 * integers). Calls fail within seconds, not minutes, while Neo4j is away.
 */
export function openDriver(options: DriverOptions): Driver {
  return neo4j.driver(options.uri, neo4j.auth.basic(options.username, options.password), {
    disableLosslessIntegers: true,
    connectionTimeout: 3_000,
    connectionAcquisitionTimeout: 10_000,
    maxConnectionPoolSize: 50,
    connectionLivenessCheckTimeout: 1_000,
    maxTransactionRetryTime: 5_000,
    telemetryDisabled: true,
    userAgent: "headwater",
  });
}
