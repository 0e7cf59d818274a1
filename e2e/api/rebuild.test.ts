import { spawnSync } from "node:child_process";
import { afterAll, beforeAll, expect, test } from "vitest";
import { projectRoot } from "@/graph/runtime/project-root";
import { runEvent, sendEvent } from "@/graph/testing/send-event";
import { sharedLibDir } from "@/graph/testing/shared-lib-dir";
import { startApp, type App } from "@/graph/testing/start-app";

let app: App;
beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app?.remove());

const rebuild = () =>
  spawnSync("npm", ["run", "--silent", "rebuild"], {
    cwd: projectRoot(),
    encoding: "utf8",
    env: { ...process.env, NEO4J_URI: "", HEADWATER_DATA: app.dataDir, HEADWATER_NEO4J_LIB: sharedLibDir() },
  });

const graphOf = async (last: number): Promise<unknown> => {
  const answer = await fetch(`${app.url}/api/v1/graph?ref=dataset:rebuilt:in-1&direction=both&depth=10&after=${last}`, { headers: { authorization: `Bearer ${app.token}` } });
  expect(answer.status).toBe(200);
  const { nodes, edges } = (await answer.json()) as { nodes: unknown[]; edges: unknown[] };
  return { nodes, edges };
};

test("a rebuild is refused while Headwater runs, and gives the same graph once it is stopped", async () => {
  let last = 0;
  for (let n = 0; n < 120; n++) last = (await sendEvent(app, runEvent("rebuilt", n))).receipt?.sequence ?? last;
  const before = await graphOf(last);

  const refused = rebuild();
  expect(refused.status).toBe(1);
  expect(refused.stderr).toContain("in use by another Headwater");

  expect(await app.stop()).toBe(0);
  const done = rebuild();
  expect(done.stdout).toContain(`Rebuilt the graph from ${last} records`);
  expect(done.stdout).toContain("0 could not be projected");
  app = await startApp({ dataDir: app.dataDir, token: app.token });
  expect(await graphOf(last)).toEqual(before);
}, 300_000);
