import type { TestProject } from "vitest/node";
import { startApp, type App } from "@/graph/testing/start-app";

declare module "vitest" {
  interface ProvidedContext {
    app: Pick<App, "url" | "token" | "dataDir">;
  }
}

/**
 * One running app for all files of a project, which use it one after another: `inject("app")`. A file keeps to namespaces and ids of its
 * own, counts from what was there before it, and leaves no dead letter behind. One of them uses the link that makes the first administrator.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { url, token, dataDir, remove } = await startApp();
  project.provide("app", { url, token, dataDir });
  return remove;
}
