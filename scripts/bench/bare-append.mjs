// What an append over HTTP costs at the least: node:http and one LMDB put, on disk before the answer.
import { createServer } from "node:http";
import { open } from "lmdb";

const db = open({ path: process.argv[2], overlappingSync: false, eventTurnBatching: false, encoding: "binary" });
let next = 1;

createServer((request, response) => {
  const chunks = [];
  request.on("data", (chunk) => chunks.push(chunk));
  request.on("end", async () => {
    await db.put(next++, Buffer.concat(chunks));
    response.writeHead(201).end();
  });
}).listen(0, "127.0.0.1", function listening() {
  process.stdout.write(`${this.address().port}\n`);
});
