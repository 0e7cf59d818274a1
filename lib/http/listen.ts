import type { Server } from "node:http";
import type { AddressInfo } from "node:net";

/**
 * Listens, and says where: the address for a browser on this machine (an interface like 0.0.0.0 is reached by loopback).
 * @throws the system's error, `EADDRINUSE` when the port is taken.
 */
export async function listen(server: Server, port: number, host: string): Promise<URL> {
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      server.off("error", reject);
      resolve();
    });
  });
  const bound = (server.address() as AddressInfo).port;
  const reachable = host === "0.0.0.0" || host === "::" ? "127.0.0.1" : host;
  return new URL(`http://${reachable.includes(":") ? `[${reachable}]` : reachable}:${bound}/`);
}

/** Takes no more connections, lets what is under way end for `patienceMs`, then cuts what is left. */
export async function stopListening(server: Server, patienceMs: number): Promise<void> {
  if (!server.listening) return;
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  const idle = setInterval(() => server.closeIdleConnections(), 100);
  const cut = setTimeout(() => server.closeAllConnections(), patienceMs);
  await closed;
  clearInterval(idle);
  clearTimeout(cut);
}
