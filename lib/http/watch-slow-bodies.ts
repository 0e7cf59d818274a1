import type { IncomingMessage, Server } from "node:http";

export type SlowBodyLimits = {
  /** A body that brings less than this in one interval is given up. */
  minBytesPerInterval: number;
  intervalMs: number;
};

/**
 * Ends connections whose request body only trickles in. A limit on the whole time, as node:http has it, would also end an honest
 * stream of many events. What waits because we are slower than the sender is left alone.
 * @returns ends the watch
 */
export function watchSlowBodies(server: Server, limits: SlowBodyLimits = { minBytesPerInterval: 10_000, intervalMs: 10_000 }): () => void {
  const open = new Map<IncomingMessage, number>();
  server.on("request", (request) => {
    if (request.headers["content-length"] === undefined && request.headers["transfer-encoding"] === undefined) return;
    open.set(request, request.socket.bytesRead);
    const forget = (): void => void open.delete(request);
    request.once("end", forget).once("close", forget);
  });
  const timer = setInterval(() => {
    for (const [request, before] of open) {
      const { bytesRead } = request.socket;
      open.set(request, bytesRead);
      const isOurTurn = request.readableLength > 0 || request.isPaused();
      if (!isOurTurn && bytesRead - before < limits.minBytesPerInterval) request.destroy();
    }
  }, limits.intervalMs);
  timer.unref();
  return () => clearInterval(timer);
}
