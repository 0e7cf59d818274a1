import { afterAll, test } from "vitest";
import { FAULTS } from "../chaos/faults";
import { stopGraphServer } from "../chaos/graph-server";

/** The short form of `npm run test:chaos`: the same stories with small counts, always from the same random numbers. */
const SEED = 1;

afterAll(stopGraphServer);

const short = FAULTS.flatMap((fault) => (fault.times.short === null ? [] : [{ title: fault.title, run: () => fault.run({ times: fault.times.short ?? 1, seed: SEED, say: () => undefined }) }]));

test.each(short)("$title", ({ run }) => run().then(() => undefined), 300_000);
