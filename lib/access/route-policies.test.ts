import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { findPolicyGaps, findServerGaps, type AppFile } from "./find-policy-gaps";
import { methodsAt, ROUTE_POLICIES } from "./route-policies";

const APP = fileURLToPath(new URL("../../app", import.meta.url));
const read = (file: string) => readFileSync(fileURLToPath(new URL(`../../${file}`, import.meta.url)), "utf8");

function filesUnder(directory: string): AppFile[] {
  return readdirSync(directory, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /^(route|page)\./.test(entry.name))
    .map((entry) => path.join(entry.parentPath, entry.name))
    .map((file) => ({ path: path.relative(APP, file).split(path.sep).join("/"), source: readFileSync(file, "utf8") }));
}

const gapsOf = (path: string, source: string) => findPolicyGaps([{ path, source }], { unanswered: false });
const handler = (action: string, method = "GET") => `export const ${method} = withAccess("${action}", async () => new Response());`;

describe("policies", () => {
  it("cover every handler and page under app/, each of which asks for what its policy names", () => {
    expect(findPolicyGaps(filesUnder(APP), { unanswered: true })).toEqual([]);
  });

  it("cover every address that the server answers itself", () => {
    expect(findServerGaps([read("server.ts"), read("lib/ingest/handle-ingest.ts")])).toEqual([]);
  });

  it("are what ingestion asks for", () => {
    const asked = [...read("lib/ingest/handle-ingest.ts").matchAll(/authorise\(.*"([a-z:]+)"\)/g)].map((match) => match[1]);
    const policies = Object.entries(ROUTE_POLICIES).filter(([key, { by }]) => by === "server" && key.includes("/api/")).map(([, { action }]) => action);
    expect(asked).toHaveLength(1);
    expect(new Set(policies)).toEqual(new Set(asked));
  });
});

describe("a gap is found when", () => {
  it("a route has no policy", () => {
    expect(gapsOf("api/v1/secret/route.ts", handler("lineage:read"))).toEqual([expect.stringContaining("GET /api/v1/secret has no policy")]);
    expect(gapsOf("(pages)/api/v1/graph/route.ts", handler("lineage:read", "POST"))).toHaveLength(1);
  });

  it("a handler asks for another action, for none, or hides how it is made", () => {
    expect(gapsOf("api/v1/graph/route.ts", handler("lineage:read"))).toEqual([]);
    for (const source of [
      handler("public"),
      "export async function GET() { return new Response(); }",
      "const GET = withAccess(\"lineage:read\", h); export { GET };",
      "export { GET } from \"./elsewhere\";",
      "export * from \"./elsewhere\";",
      "export const { GET } = handlers;",
      "const action = \"lineage:read\"; export const GET = withAccess(action, h);",
      "export const GET = wrap(withAccess(\"lineage:read\", h));",
    ]) {
      expect(gapsOf("api/v1/graph/route.ts", source), source).not.toEqual([]);
    }
  });

  it("a page has no policy, or does not ask first", () => {
    const page = (body: string) => `export default async function Page() { ${body} return null; }`;
    expect(gapsOf("(pages)/page.tsx", page("await pageViewer(\"lineage:read\");"))).toEqual([]);
    expect(gapsOf("page.tsx", page("const viewer = await pageViewer(\"lineage:read\");"))).toEqual([]);
    expect(gapsOf("secret/page.tsx", page("await pageViewer(\"lineage:read\");"))).toEqual([expect.stringContaining("/secret has no policy")]);
    for (const source of [
      page(""),
      page("await pageViewer(\"public\");"),
      page("pageViewer(\"lineage:read\");"),
      page("const found = await findAll(); await pageViewer(\"lineage:read\");"),
      "export { default } from \"./other\";",
      "export default Page;",
    ]) {
      expect(gapsOf("page.tsx", source), source).not.toEqual([]);
    }
  });

  it("the server answers what has no policy, or does not answer what has one", () => {
    const gaps = findServerGaps(['if (path === "/api/v1/backdoor") open();', 'const PATHS = ["/healthz", "/readyz"];']);
    expect(gaps).toContain("/api/v1/backdoor has no policy in lib/access/route-policies.ts");
    expect(gaps).toContain("/metrics has a policy, but the server does not answer it");
    expect(gaps.join()).not.toContain("/healthz");
  });

  it("a policy has no handler", () => {
    expect(findPolicyGaps([], { unanswered: true })).toContain("GET /api/v1/graph has a policy, but nothing under app/ answers it");
  });
});

describe("methodsAt", () => {
  it("knows the addresses of the interface and what each takes", () => {
    expect(methodsAt("/api/v1/graph")).toEqual(["GET", "HEAD"]);
    expect(methodsAt("/api/v1/nodes/dataset%3Ashop%3Aorders")).toEqual(["GET", "HEAD"]);
    expect(methodsAt("/api/v1/session")).toEqual(["POST", "DELETE"]);
    expect(methodsAt("/api/v1/lineage")).toEqual(["POST"]);
    expect(methodsAt("/healthz")).toEqual(["GET", "HEAD"]);
  });

  it("knows no other", () => {
    for (const unknown of ["/", "/api", "/api/v1", "/api/v1/nodes/", "/api/v1/nodes/a/b", "/api/v1/graph/", "/api/v2/graph"]) expect(methodsAt(unknown)).toEqual([]);
  });
});
