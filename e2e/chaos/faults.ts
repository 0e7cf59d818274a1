import type { Fault } from "./fault";
import { appKills } from "./faults/app-kills";
import { clocks } from "./faults/clocks";
import { damagedLedger } from "./faults/damaged-ledger";
import { diskFull } from "./faults/disk-full";
import { duplicates } from "./faults/duplicates";
import { fsyncFails } from "./faults/fsync-fails";
import { largeEvent, wideJob } from "./faults/large-lineage";
import { neo4jKills } from "./faults/neo4j-kills";
import { randomOrder } from "./faults/random-order";
import { slowClients } from "./faults/slow-clients";
import { upgradeKilled } from "./faults/upgrade-killed";
import { workerEnds } from "./faults/worker-ends";

/** All that is tried, in this order. */
export const FAULTS: readonly Fault[] = [neo4jKills, appKills, workerEnds, diskFull, fsyncFails, duplicates, randomOrder, clocks, slowClients, largeEvent, wideJob, damagedLedger, upgradeKilled];
