import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { neo4jVersion } from "@/graph/embedded/fetch-jars";
import { parseEnv } from "@/graph/env";
import { projectRoot } from "@/graph/runtime/project-root";

const read = (file: string): string => readFileSync(join(projectRoot(), file), "utf8");

/** Nothing here runs it: these are the things that a change elsewhere would make wrong. */
test("compose.yaml runs the Neo4j that Headwater would start itself", () => {
  expect(read("compose.yaml")).toContain(`image: neo4j:${neo4jVersion(join(projectRoot(), "graph", "embedded"))}-community`);
});

test("what compose.yaml and the Dockerfile set are settings that Headwater has and takes", () => {
  const [, environment = ""] = /\n {2}headwater:[\s\S]*?\n {4}environment:\n([\s\S]*?)\n {4}\w/.exec(read("compose.yaml")) ?? [];
  const inCompose = [...environment.matchAll(/^ {6}(\w+): (.*)$/gm)].map(([, name = "", value = ""]) => [name, value.startsWith("${NEO4J") ? "secret" : value.startsWith("${") ? "" : value]);
  const inImage = [...(/^ENV (HOST=.*)$/m.exec(read("Dockerfile"))?.[1] ?? "").matchAll(/(\w+)=(\S+)/g)].map(([, name = "", value = ""]) => [name, value]);
  const known = read(".env.example");
  for (const [name] of [...inCompose, ...inImage]) expect(known).toContain(`#${name}=`);
  expect(parseEnv(Object.fromEntries([...inCompose, ...inImage]))).toMatchObject({ host: "0.0.0.0", dataDir: "/data", neo4j: { uri: "bolt://neo4j:7687", password: "secret" }, adminToken: null });
});

test("the image starts Headwater as npm start does", () => {
  const { scripts } = JSON.parse(read("package.json")) as { scripts: Record<string, string> };
  expect(read("Dockerfile")).toContain(`CMD ${JSON.stringify(scripts.start!.split(" ")).replaceAll(",", ", ")}`);
});
