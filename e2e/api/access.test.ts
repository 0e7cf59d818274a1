import { randomBytes } from "node:crypto";
import { beforeAll, describe, expect, inject, test } from "vitest";
import { TOKEN_ROLES, type TokenRole } from "@/lib/accounts/tokens";
import { Client, type Answer, type GraphBody, type Problem, type Receipt } from "./testing/client";
import { facet, World } from "./testing/world";

const AT = "2026-01-01T00:00:00Z";
const MARK = `foreign-${randomBytes(4).toString("hex")}`;
const own = new World(`own-${randomBytes(4).toString("hex")}`);
const foreign = new World(MARK);
const secret = (name: string): string => `${MARK}-${name}`;

const app = inject("app");
let all: Client;
let sequence = 0;
/** Incidents that other files reported before. */
let otherIncidents = 0;
const tokens = new Map<string, Client>();
const incidents = { own: "", foreign: "" };
const clientOf = (role: TokenRole, bound: boolean): Client => tokens.get(`${role} ${bound}`)!;

/** Asks as the bearer of each role that is bound to what is its own, all at the same time. */
const asEachBound = (ask: (client: Client, role: TokenRole) => Promise<void>) => Promise.all(TOKEN_ROLES.map((role) => ask(clientOf(role, true), role)));

/** Lineage that goes in and out of the foreign namespace, in both planes, over columns, features, models and deployments. */
const world = (): object[] => {
  const at = (name: string) => ({ namespace: foreign.namespace, name: secret(name) });
  const columns = { columnLineage: facet({ fields: { c: { inputFields: [{ ...at("source"), field: secret("column") }] } } }), symlinks: facet({ identifiers: [{ ...at("link"), type: "TABLE" }] }) };
  const parent = { parent: facet({ run: { runId: secret("parent-run") }, job: at("parent") }) };
  return [
    foreign.source(secret("source"), false, { owner: { name: "shared-team" } }), foreign.batchRecorded(secret("source"), AT),
    own.runEvent({ job: "in", runId: "run-in", at: AT, inputs: [at("source")], outputs: [{ name: "mid", facets: columns }], runFacets: parent }),
    foreign.runEvent({ job: secret("job"), runId: secret("run"), at: AT, inputs: [{ namespace: own.namespace, name: "mid" }], outputs: [secret("between")] }),
    own.runEvent({ job: "out", runId: "run-out", at: "2026-01-01T01:00:00Z", inputs: [at("between")], outputs: ["end"] }),
    own.features("fs", "2026-01-01T02:00:00Z", "g", [{ name: "f", version: "1", required: [at("source")] }], [{ batch: { ...at("source"), version: AT } }, own.inDataset("end")]),
    foreign.features(secret("set"), "2026-01-01T02:00:00Z", secret("group"), [{ name: secret("feature"), version: "1" }], [own.inDataset("end")]),
    own.modelRegistered("m", "1", "2026-01-01T03:00:00Z", [own.inSet("fs"), { featureSet: { namespace: foreign.namespace, id: secret("set") } }], [{ name: "f", version: "1" }, { namespace: foreign.namespace, group: secret("group"), name: secret("feature"), version: "1" }]),
    foreign.event("deployment.changed.v1", { ...at("deployment"), environment: secret("prod"), model: { ...own.name("m"), version: "1" }, action: "deploy", at: AT }),
    own.predictionMade("same-id", ["m", "1"], ["fs"], AT, { features: [{ namespace: own.namespace, id: "fs" }, { namespace: foreign.namespace, id: secret("set") }], deployment: { namespace: foreign.namespace, environment: secret("prod"), name: secret("deployment") } }),
    foreign.predictionMade("same-id", [secret("model"), "1"], [], AT),
    foreign.event("failure.recorded.v1", { about: foreign.dataset(secret("source")), failure: "quality", message: secret("message"), at: AT }),
    foreign.dependency(secret("source"), secret("service")),
  ];
};
const FOREIGN = (): string[] => [
  foreign.dataset(secret("source")), foreign.batch(secret("source"), AT), foreign.column(secret("source"), secret("column")), foreign.dataset(secret("between")), foreign.job(secret("job")), foreign.run(secret("run")),
  foreign.featureSet(secret("set")), foreign.feature(secret("group"), secret("feature"), "1"), foreign.deployment(secret("prod"), secret("deployment")), foreign.prediction("same-id"), foreign.model(secret("model"), "1"),
];
const OWN = (): string[] => [
  own.dataset("mid"), own.dataset("end"), own.column("mid", "c"), own.batch("mid", "run-in"), own.batch("end", "run-out"), own.job("in"), own.run("run-in"), own.run("run-out"),
  own.feature("g", "f", "1"), own.featureSet("fs"), own.model("m", "1"), own.prediction("same-id"),
];

beforeAll(async () => {
  all = new Client(app);
  otherIncidents = (await all.read<{ total: number }>("/incidents")).total;
  await all.send(...world());
  await all.node(own.dataset("end"));
  const window = { from: AT, to: AT };
  const report = async (body: object) => (await all.post<Receipt>("/api/v1/incidents", body)).body;
  incidents.own = (await report({ title: "seen", target: own.dataset("mid"), window, predictions: ["same-id", secret("prediction"), foreign.prediction("same-id")] })).id;
  const last = await report({ title: secret("title"), target: foreign.dataset(secret("source")), window });
  incidents.foreign = last.id;
  sequence = last.sequence;
  for (const role of TOKEN_ROLES) {
    for (const bound of [false, true]) {
      const made = await all.post<{ token: string }>("/api/v1/tokens", { name: `${role} ${bound}`, role, namespaces: bound ? [own.namespace] : null });
      tokens.set(`${role} ${bound}`, new Client(app, made.body.token));
    }
  }
});

type Reading = "GET /api/v1/nodes/{ref}" | "GET /api/v1/graph" | "GET /api/v1/impact" | "GET /api/v1/gates/{ref}";

/** Asks one of the routes that take a reference. */
function ask(client: Client, route: Reading, about: string): Promise<Answer<Problem>> {
  const ref = encodeURIComponent(about);
  const path = route.slice("GET ".length);
  return client.get(path.includes("{ref}") ? path.replace("{ref}", ref) : `${path}?ref=${ref}`);
}

/** What belongs to a node, by page. */
const LISTS = ["runs", "runs?as=read", "predictions", "batches", "feature-sets", "members"];

describe("a foreign namespace", () => {
  test("is not there for who may not see it: the same answer as for what does not exist, on every route with a reference", async () => {
    await asEachBound(async (client) => {
      for (const route of ["GET /api/v1/nodes/{ref}", "GET /api/v1/graph", "GET /api/v1/impact"] as const) {
        const unknown = await ask(client, route, own.dataset("does-not-exist"));
        expect(unknown.status).toBe(404);
        for (const ref of FOREIGN()) expect({ ref, ...pick(await ask(client, route, ref)) }).toEqual({ ref, ...pick(unknown) });
      }
      for (const list of LISTS) {
        const unknown = pick(await client.get(`/api/v1/nodes/${encodeURIComponent(own.dataset("does-not-exist"))}/${list}`));
        for (const ref of FOREIGN()) expect({ ref, list, ...pick(await client.get(`/api/v1/nodes/${encodeURIComponent(ref)}/${list}`)) }).toEqual({ ref, list, ...unknown });
      }
      for (const ref of FOREIGN()) {
        const [there, not] = [await ask(client, "GET /api/v1/gates/{ref}", ref), await ask(client, "GET /api/v1/gates/{ref}", own.dataset("does-not-exist"))];
        expect(pick(there)).toEqual(pick(not));
      }
      const id = encodeURIComponent(foreign.prediction("same-id"));
      expect(pick(await client.get(`/api/v1/predictions/${id}/provenance`))).toEqual(pick(await client.get("/api/v1/predictions/nobody/provenance")));
    });
    expect((await ask(all, "GET /api/v1/nodes/{ref}", FOREIGN()[0]!)).status).toBe(200);
  });

  test("is named in no body of any read", async () => {
    await asEachBound(async (client, role) => {
      const paths = OWN().map(encodeURIComponent).flatMap((ref) => [
        `nodes/${ref}`, `nodes/${ref}?asOf=2026-02-01T00:00:00Z`, `graph?ref=${ref}&depth=1000`, `graph?ref=${ref}&depth=1000&plane=instance`, `graph?ref=${ref}&depth=1000&from=2025-01-01T00:00:00Z`, `impact?ref=${ref}`, `gates/${ref}`,
        ...LISTS.map((list) => `nodes/${ref}/${list}`),
      ]);
      for (const kind of ["source", "dataset", "featuregroup", "batch", "column", "feature", "featureset", "model", "deployment", "job", "jobversion", "run", "prediction", "party", "incident"]) paths.push(`search?kind=${kind}&limit=1000`, `search?kind=${kind}&q=${MARK}`);
      paths.push(`search?q=${MARK}`, `search?q=secret`, `search?q=${encodeURIComponent(foreign.dataset(secret("source")))}`, "predictions/same-id/provenance", `predictions/${encodeURIComponent(own.prediction("same-id"))}/provenance`, "nodes/party%3A-%3Ashared-team", "log/checkpoint", "me", "tokens", "dead-letters");
      paths.push("overview", ...["namespace", "kind", "featuregroup", "owner", "model"].flatMap((group) => [`overview?group=${group}`, `overview?group=${group}&limit=1`]), "overview?asOf=2026-02-01T00:00:00Z");
      paths.push("incidents", ...Object.values(incidents).flatMap((id) => [`incidents/${id}`, `nodes/incident%3A-%3A${id}`, `search?q=incident%3A-%3A${id}`]));
      for (const path of paths) {
        const answer = await client.get(`/api/v1/${path}${path.includes("?") ? "&" : "?"}after=${sequence}`);
        const echoed = answer.text.replaceAll(new RegExp(`[?&]q=[^"]*`, "g"), "");
        expect(echoed.toLowerCase(), `${role} ${path}`).not.toContain(MARK);
        expect(answer.status, path).toBeLessThan(500);
      }
    });
  });

  test("is a placeholder in graphs: without a reference or a kind, with its distance, and counted", async () => {
    const client = clientOf("viewer", true);
    const body = await client.graph(own.dataset("end"), { direction: "upstream", depth: 1000, after: sequence });
    const full = await all.graph(own.dataset("end"), { direction: "upstream", depth: 1000 });
    const hidden = body.nodes.filter(({ ref }) => ref === null);
    expect(hidden.length).toBeGreaterThan(2);
    for (const node of hidden) expect(node).toEqual({ ref: null, id: expect.any(String), distance: expect.any(Number) });
    expect(body.nodes.map(({ distance }) => distance)).toEqual(full.nodes.map(({ distance }) => distance));
    expect(body.counts).toEqual({ total: full.counts.total, shown: full.counts.total - hidden.length, hiddenByLimit: 0, hiddenByAccess: hidden.length });
    expect(body.edges).toHaveLength(full.edges.length);
    const ends = new Set(body.nodes.map(({ ref, id }) => ref ?? id));
    for (const { from, to } of body.edges) expect([ends.has(from), ends.has(to)]).toEqual([true, true]);
    expect(body.nodes.map(({ ref }) => ref)).toContain(own.dataset("mid"));
  });

  test("counts in impact, whose classes and digest are those of the whole graph, and never in lists", async () => {
    const client = clientOf("viewer", true);
    const [seen, whole] = [await client.impact(own.dataset("mid"), { after: sequence }), await all.impact(own.dataset("mid"))];
    expect([seen.graphDigest, seen.classes, seen.counts.total]).toEqual([whole.graphDigest, whole.classes, whole.counts.total]);
    expect(seen.counts.hiddenByAccess).toBeGreaterThan(0);
    const list = await client.search({ kind: "dataset", limit: 1000, after: sequence });
    expect(list.results.every(({ namespace }) => namespace === own.namespace)).toBe(true);
    expect(list.total).toBe(list.results.length);
  });

  test("keeps its incidents to itself: they are seen with their target, and name no prediction of elsewhere", async () => {
    const client = clientOf("viewer", true);
    type List = { results: { id: string; target: string }[]; total: number };
    const [seen, whole] = [await client.read<List>("/incidents", { limit: 1000, after: sequence }), await all.read<List>("/incidents", { limit: 1000, after: sequence })];
    const ids = ({ results }: List) => results.map(({ id }) => id);
    expect([ids(seen).includes(incidents.own), ids(seen).includes(incidents.foreign), ids(whole).includes(incidents.foreign)]).toEqual([true, false, true]);
    // the matrix above reports incidents too, all about what is its own
    expect(seen.results.every(({ target }) => target.startsWith(`dataset:${own.namespace}:`))).toBe(true);
    expect([seen.total, whole.total]).toEqual([seen.results.length, otherIncidents + seen.results.length + 1]);
    expect((await client.search({ kind: "incident" })).total).toBe(seen.total);
    expect(await client.read(`/incidents/${incidents.own}`)).toMatchObject({ title: "seen", predictions: [{ given: "same-id", refs: [own.prediction("same-id")] }, { given: null, refs: [] }, { given: null, refs: [] }] });
    const [unseen, unknown] = [await client.get(`/api/v1/incidents/${incidents.foreign}`), await client.get("/api/v1/incidents/nothing")];
    expect(unseen.status).toBe(404);
    expect(pick(unseen)).toEqual(pick(unknown));
  });

  test("does not make an id ambiguous for who sees only one of its bearers", async () => {
    expect((await clientOf("viewer", true).provenance("same-id", { after: sequence })).prediction.ref).toBe(own.prediction("same-id"));
    expect((await clientOf("viewer", false).get("/api/v1/predictions/same-id/provenance")).status).toBe(409);
  });

  test("cannot be written to by a producer of another one, with any type of event", async () => {
    const client = clientOf("producer", true);
    const before = (await all.get<{ size: number }>("/api/v1/log/checkpoint")).body.size;
    const name = secret("source");
    const events = [
      foreign.runEvent({ runId: "x", at: AT }), foreign.jobEvent("x", AT, [], []), foreign.datasetEvent(name, AT, {}), foreign.source(name, true), foreign.dependency("x", name), foreign.batchRecorded(name, "2026-01-05T00:00:00Z"),
      foreign.features("x", AT, "g", [], []), foreign.modelRegistered("x", "1", AT, [], []), foreign.deploymentChanged("x", "1", "deploy", AT), foreign.predictionMade("x", ["m", "1"], [], AT),
      foreign.event("failure.recorded.v1", { about: foreign.dataset(name), failure: "quality", message: "x", at: AT }),
    ];
    for (const event of events) {
      const answer = "specversion" in event ? await client.events<Problem>(event) : await client.lineage<Problem>(event);
      expect([(event as { type?: string }).type ?? "OpenLineage", answer.status, answer.body.code]).toEqual([(event as { type?: string }).type ?? "OpenLineage", 403, "forbidden"]);
    }
    expect((await all.get<{ size: number }>("/api/v1/log/checkpoint")).body.size).toBe(before);
    expect((await client.lineage(own.runEvent({ runId: "mine", at: AT }))).status).toBe(201);
  });

  test("keeps its records, retractions too, from a steward of another one", async () => {
    const steward = clientOf("steward", true);
    const [dependency, source] = await all.send(foreign.dependency("a", "b"), foreign.source("own-source", true));
    const retraction = await all.post<Receipt>("/api/v1/retractions", { records: [source!.sequence], reason: "r" });
    const unknown = await steward.post("/api/v1/retractions", { records: [10 ** 9], reason: "r" });
    for (const record of [dependency!.sequence, dependency!.id, source!.sequence, retraction.body.sequence]) {
      const answer = await steward.post("/api/v1/retractions", { records: [record], reason: "r" });
      expect(pick(answer)).toEqual(pick(unknown));
    }
    const incident = await steward.post("/api/v1/incidents", { title: "t", target: foreign.dataset("a"), window: { from: AT, to: AT } });
    expect([incident.status, incident.body.pointer]).toEqual([404, "/target"]);
  });

  test("cannot be given away: a token for it is refused to who has it not, and lists name no token that spans it", async () => {
    const admin = clientOf("admin", true);
    for (const namespaces of [[foreign.namespace], [own.namespace, foreign.namespace], null])
      expect((await admin.post("/api/v1/tokens", { name: "x", role: "viewer", namespaces })).status).toBe(403);
    const list = await admin.read<{ results: { namespaces: string[] | null }[] }>("/tokens");
    for (const { namespaces } of list.results) expect(namespaces).toEqual([own.namespace]);
  });
});

test("a token that was revoked or has expired is nobody's", async () => {
  const soon = await all.post<{ token: string; id: string }>("/api/v1/tokens", { name: "short", role: "viewer", expiresAt: new Date(Date.now() + 1_500).toISOString() });
  const revoked = await all.post<{ token: string; id: string }>("/api/v1/tokens", { name: "gone", role: "viewer" });
  expect((await new Client(app, soon.body.token).get("/api/v1/search?q=a")).status).toBe(200);
  expect((await all.request("DELETE", `/api/v1/tokens/${revoked.body.id}`)).status).toBeLessThan(300);
  expect((await new Client(app, revoked.body.token).get("/api/v1/search?q=a")).status).toBe(401);
  await new Promise((resolve) => setTimeout(resolve, 1_800));
  expect((await new Client(app, soon.body.token).get("/api/v1/search?q=a")).status).toBe(401);
});

/** What of an answer could tell two apart. */
function pick({ status, body }: Answer<Problem | GraphBody>): object {
  return { status, ...body };
}
