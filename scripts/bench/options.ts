import { parseArgs } from "node:util";

/** What may follow `npm run bench --`: it goes to every benchmark, and each takes what concerns it. */
export const { values: options } = parseArgs({
  options: {
    /** A file of OpenLineage events, one in a line. */
    workload: { type: "string" },
    /** The quick sample instead of the full one. */
    quick: { type: "boolean", default: false },
    /** Nodes of the workload that is generated without a file, and of the large one; 0 leaves that out. */
    nodes: { type: "string", default: "10000" },
    "hub-nodes": { type: "string", default: "100000" },
    /** Predictions of one model version, at the end. */
    predictions: { type: "string", default: "1000000" },
    /** Runs of each wide job. */
    runs: { type: "string", default: "30" },
    /** The benchmarks that `npm run bench` runs, by name, with commas; what was found of the others before stays. */
    only: { type: "string" },
  },
});
