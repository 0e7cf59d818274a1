import { Agent, request } from "node:http";

export type HttpAnswer = { status: number; body: Buffer; headers: Record<string, string | string[] | undefined> };

/** A client that keeps its connections, as a browser or a service does. */
export class HttpClient {
  private readonly agent = new Agent({ keepAlive: true });

  constructor(private readonly base: string, private readonly headers: Record<string, string>) {}

  /** The whole answer. @throws Error for another status than those that are expected. */
  async get(path: string, expected: readonly number[] = [200]): Promise<HttpAnswer> {
    return this.send("GET", path, {}, "", expected);
  }

  async json<T>(path: string): Promise<T> {
    return JSON.parse((await this.get(path)).body.toString("utf8")) as T;
  }

  async post(path: string, type: string, body: string, expected: readonly number[]): Promise<HttpAnswer> {
    return this.send("POST", path, { "content-type": type, "content-length": String(Buffer.byteLength(body)) }, body, expected);
  }

  close(): void {
    this.agent.destroy();
  }

  private send(method: string, path: string, headers: Record<string, string>, body: string, expected: readonly number[]): Promise<HttpAnswer> {
    return new Promise((resolve, reject) => {
      const outgoing = request(`${this.base}${path}`, { method, agent: this.agent, headers: { ...this.headers, ...headers } }, (incoming) => {
        const chunks: Buffer[] = [];
        incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
        incoming.on("error", reject);
        incoming.on("end", () => {
          const answer = { status: incoming.statusCode ?? 0, body: Buffer.concat(chunks), headers: incoming.headers };
          if (expected.includes(answer.status)) resolve(answer);
          else reject(new Error(`${method} ${path} answered ${answer.status}: ${answer.body.toString("utf8", 0, 500)}`));
        });
      });
      outgoing.on("error", reject);
      outgoing.end(body);
    });
  }
}
