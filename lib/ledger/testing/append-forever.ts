import { writeSync } from "node:fs";
import { Ledger } from "../ledger";
import { recordNumber } from "./records";

/**
 * The program of the SIGKILL test: `append-forever.ts <directory> <first number>`. Three hundred writers append records of many sizes for
 * ever; every acknowledgement is a line `<sequence> <leaf hash> <number>` on standard output.
 */
const [directory = "", first = "0"] = process.argv.slice(2);
const ledger = Ledger.open(directory);
let n = Number(first);

async function writer(): Promise<never> {
  for (;;) {
    const number = n++;
    const { bytes } = recordNumber(number);
    const { sequence, leafHash } = await ledger.append(recordNumber(number, { bytes: Buffer.concat([bytes, Buffer.alloc((number * 7919) % 20_000, 32)]) }));
    writeSync(1, `${sequence} ${leafHash} ${number}\n`);
  }
}
await Promise.all(Array.from({ length: 300 }, writer));
