// Loaded with `--import` into the app's processes. In the projector's: once the file named by END_WORKER_SWITCH exists, it is killed,
// `alone` or `with-app`, at the n-th COMMIT from then on: `before` that goes out to Neo4j, or `after` Neo4j has answered it and before
// anybody hears of that. The file holds `<before|after> <alone|with-app> <n>` and is taken away first.
import { readFileSync, rmSync } from "node:fs";
import { Socket } from "node:net";
import { basename } from "node:path";

// Bolt: a chunk of two bytes that is the message COMMIT, and the end of the message
const COMMIT = Buffer.from([0x00, 0x02, 0xb0, 0x12, 0x00, 0x00]);
const file = process.env.END_WORKER_SWITCH;

function taken() {
  try {
    const [when, what, count] = readFileSync(file, "utf8").trim().split(" ");
    rmSync(file);
    return { when, what, left: Number(count) };
  } catch {
    return null;
  }
}

if (file && basename(process.argv[1] ?? "") === "projector-worker.js") {
  const { write } = Socket.prototype;
  let armed = null;
  const end = () => {
    if (armed.what === "with-app") process.kill(process.ppid, "SIGKILL");
    process.kill(process.pid, "SIGKILL");
  };
  Socket.prototype.write = function (chunk, ...rest) {
    if (chunk instanceof Uint8Array && Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength).includes(COMMIT)) {
      armed ??= taken();
      if (armed && --armed.left <= 0) {
        if (armed.when === "before") end();
        else this.prependOnceListener("data", end);
      }
    }
    return write.call(this, chunk, ...rest);
  };
}
