import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";

export type Answer<T> = { status: number; headers: Headers; text: string; body: T };
export type Problem = { type: string; title: string; status: number; code: string; detail: string; pointer?: string; candidates?: string[] };
export type Receipt = { id: string; sequence: number; leafHash: string; duplicate: boolean; warnings: string[] };
export type EventsAnswer = { accepted: number; refused: { index: number; code: string; pointer: string | null; message: string }[]; receipts: Receipt[]; sequence: number };
export type Watermark = { sequence: number; recordedAt: string | null; lagMs: number; deadLetters: number };
export type Brief = { ref: string; kind: string; namespace: string; name: string; version?: string; state: string; at?: string; owner?: string | null; job?: string; conflict?: true };
export type SearchBody = { results: Brief[]; total: number; shown: number; next?: string; watermark: Watermark };
export type GraphNode = Brief & { id?: string; distance: number; more?: { upstream: number; downstream: number } };
export type GraphEdge = { from: string; to: string; kind: string; confidence: string; stale: boolean; firstSeen: string | null; lastSeen: string | null; rel?: string; role?: string };
export type Counts = { total: number; shown: number; hiddenByLimit: number; hiddenByAccess: number };
export type GraphBody = { nodes: GraphNode[]; edges: GraphEdge[]; counts: Counts; complete: boolean; asOf: string | null; watermark: Watermark };
export type ImpactNode = Brief & { class: string; reason: string; distance: number; via: string; deployed: boolean; predictionsPerDay: number | null };
export type ImpactBody = { nodes: ImpactNode[]; classes: Record<string, number>; counts: Counts; graphDigest: string; complete: boolean; watermark: Watermark };
export type NodeBody = Brief & {
  facts: Record<string, unknown>;
  states: { state: string; from: string | null; to: string | null; model?: string }[];
  versions: { items: Brief[]; total: number; shown: number };
  declarations: { at: string; trusted: boolean; facts: Record<string, unknown> }[];
  failures: { failure: string; message: string; at: string }[];
  records: { items: { sequence: number; id: string; type: string; recordedAt: string }[]; total: number; shown: number };
  recordedAt: string | null;
  watermark: Watermark;
};
export type ProvenanceBody = {
  prediction: Brief; model: Brief | null; deployment: Brief | null; featureSets: Brief[]; batches: Brief[]; runs: Brief[];
  training: { run: Brief | null; snapshot: { id: string } | null; batches: Brief[]; runs: Brief[] };
  gaps: { expected: string; reason: string }[]; trusted: string; trust: { source: string | null; trusted?: boolean | null; channel?: string | null; at?: string | null }[]; graph: GraphBody; watermark: Watermark;
};

const PATIENCE_MS = 60_000;

type Params = Record<string, string | number | readonly string[] | undefined>;
type Target = { url: string; token: string };

/** One client of the running app: speaks HTTP and nothing else, and reads what it wrote (`after=`). */
export class Client {
  /** The greatest sequence that was acknowledged to this client. */
  last = 0;

  constructor(readonly app: Target, readonly token: string | null = app.token) {}

  /** `headers` win over what is set here; `undefined` takes one away. */
  async request<T>(method: string, path: string, body?: BodyInit, headers: Record<string, string | undefined> = {}): Promise<Answer<T>> {
    const all = { ...(this.token === null ? {} : { authorization: `Bearer ${this.token}` }), ...(body === undefined ? {} : { "content-type": "application/json" }), ...headers };
    const sent = Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== undefined);
    const answer = await fetch(`${this.app.url}${path}`, { method, body, headers: sent, redirect: "manual", ...(body instanceof ReadableStream ? { duplex: "half" } : {}) } as RequestInit);
    const text = await answer.text();
    const isJson = /[/+]json/.test(answer.headers.get("content-type") ?? "");
    return { status: answer.status, headers: answer.headers, text, body: (isJson ? JSON.parse(text) : {}) as T };
  }

  get<T = Problem>(path: string): Promise<Answer<T>> {
    return this.request<T>("GET", path);
  }

  post<T = Problem>(path: string, body: unknown, headers: Record<string, string | undefined> = {}): Promise<Answer<T>> {
    return this.request<T>("POST", path, typeof body === "string" || body instanceof Uint8Array || body instanceof ReadableStream ? (body as BodyInit) : JSON.stringify(body), headers);
  }

  lineage<T = Receipt>(event: unknown, headers: Record<string, string | undefined> = {}): Promise<Answer<T>> {
    return this.post<T>("/api/v1/lineage", event, headers);
  }

  events<T = EventsAnswer>(event: unknown, headers: Record<string, string | undefined> = {}): Promise<Answer<T>> {
    return this.post<T>("/api/v1/events", event, { "content-type": Array.isArray(event) ? "application/cloudevents-batch+json" : "application/cloudevents+json", ...headers });
  }

  /** Sends events one after another, each to where its shape belongs. @throws for what is not acknowledged. @returns their receipts */
  async send(...events: object[]): Promise<Receipt[]> {
    const receipts: Receipt[] = [];
    for (const event of events) {
      const answer = "specversion" in event ? await this.events(event) : await this.lineage(event);
      if (answer.status >= 300) throw new Error(`${answer.status} ${answer.text}\nfor ${JSON.stringify(event).slice(0, 500)}`);
      const receipt = "receipts" in answer.body ? (answer.body as unknown as EventsAnswer).receipts[0]! : (answer.body as Receipt);
      this.last = Math.max(this.last, receipt.sequence);
      receipts.push(receipt);
    }
    return receipts;
  }

  /** A read after everything that this client wrote. @throws for anything but 200 */
  async read<T>(path: string, params: Params = {}): Promise<T> {
    const query = new URLSearchParams();
    for (const [name, value] of Object.entries({ after: this.last, ...params })) {
      if (value === undefined) continue;
      for (const it of Array.isArray(value) ? (value as string[]) : [value]) query.append(name, String(it));
    }
    let answer = await this.get<T>(`/api/v1${path}?${query}`);
    // on a busy machine the graph may need longer than a read waits: the answer says when to come again
    for (const until = Date.now() + PATIENCE_MS; answer.status === 503 && Date.now() < until; answer = await this.get<T>(`/api/v1${path}?${query}`)) {
      await sleep(Number(answer.headers.get("retry-after") ?? 1) * 1000);
    }
    if (answer.status !== 200) throw new Error(`${path}?${query} answered ${answer.status}: ${answer.text}`);
    return answer.body;
  }

  graph(ref: string, params: Params = {}): Promise<GraphBody> {
    return this.read<GraphBody>("/graph", { ref, ...params });
  }

  impact(refs: string | readonly string[], params: Params = {}): Promise<ImpactBody> {
    return this.read<ImpactBody>("/impact", { ref: refs, ...params });
  }

  node(ref: string, params: Params = {}): Promise<NodeBody> {
    return this.read<NodeBody>(`/nodes/${encodeURIComponent(ref)}`, params);
  }

  search(params: Params): Promise<SearchBody> {
    return this.read<SearchBody>("/search", params);
  }

  provenance(id: string, params: Params = {}): Promise<ProvenanceBody> {
    return this.read<ProvenanceBody>(`/predictions/${encodeURIComponent(id)}/provenance`, params);
  }

  /** What feeds `ref`, through any number of steps; job versions left out. */
  async upstream(ref: string, params: Params = {}): Promise<string[]> {
    return dataOf(await this.graph(ref, { direction: "upstream", depth: 1000, ...params })).filter((it) => it !== ref);
  }

  async downstream(ref: string, params: Params = {}): Promise<string[]> {
    return dataOf(await this.graph(ref, { direction: "downstream", depth: 1000, ...params })).filter((it) => it !== ref);
  }
}

/** References of an answer without job versions and runs, sorted. */
export const dataOf = (graph: GraphBody): string[] => graph.nodes.filter(({ kind }) => kind !== "jobversion" && kind !== "run").map((it) => it.ref).sort();

/** Edges as `from > to`, sorted. */
export const edgesOf = ({ edges }: Pick<GraphBody, "edges">): string[] => edges.map(({ from, to }) => `${from} > ${to}`).sort();

/** A namespace that no other test uses. */
export const newNamespace = (name: string): string => `${name}-${randomUUID().slice(0, 8)}`;
