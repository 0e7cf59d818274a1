import { afterAll, test } from "vitest";
import { FAULTS } from "../chaos/faults";
import { stopGraphServer } from "../chaos/graph-server";

/** The short form of `npm run test:chaos`: the same stories with small counts and few clients, always from the same random numbers. */
const [SEED, CLIENTS] = [1, 3];

afterAll(stopGraphServer);

const short = FAULTS.flatMap((fault) => (fault.times.short === null ? [] : [{ title: fault.title, run: () => fault.run({ times: fault.times.short ?? 1, seed: SEED, clients: CLIENTS, say: () => undefined }) }]));

test.each(short)("$title", ({ run }) => run().then(() => undefined), 300_000);
