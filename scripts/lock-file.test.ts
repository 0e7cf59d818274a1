import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { projectRoot } from "@/graph/runtime/project-root";

const names = z.record(z.string(), z.string()).default({});
const entry = z.object({
  version: z.string().optional(),
  resolved: z.string().optional(),
  integrity: z.string().optional(),
  inBundle: z.boolean().default(false),
  dependencies: names,
  devDependencies: names,
  optionalDependencies: names,
  os: z.array(z.string()).optional(),
  cpu: z.array(z.string()).optional(),
});
type Entry = z.infer<typeof entry>;
const EXACT = /^\d+\.\d+\.\d+(-[\w.]+)?$/;

const read = (file: string): unknown => JSON.parse(readFileSync(join(projectRoot(), file), "utf8"));
const { packages } = z.object({ packages: z.record(z.string(), entry) }).parse(read("package-lock.json"));

/** Where Node looks for a package from another: beside it, then further out. */
function find(from: string, name: string): Entry | undefined {
  for (let place = from; ; place = place.replace(/(^|\/)node_modules\/(@[^/]+\/)?[^/]+$/, "")) {
    const found = packages[`${place === "" ? "" : `${place}/`}node_modules/${name}`];
    if (found || place === "") return found;
  }
}

const runsOn = ({ os, cpu }: Entry, platform: string, processor: string): boolean => (os?.includes(platform) ?? true) && (cpu?.includes(processor) ?? true);

/** npm leaves out of the lock what the machine that writes it does not install: other platforms would then get none, or others. */
describe("package-lock.json", () => {
  test("has an entry of the wanted version for everything that any of its packages asks for, on every platform", () => {
    const missing = Object.entries(packages).flatMap(([from, it]) =>
      Object.entries({ ...it.dependencies, ...it.optionalDependencies }).filter(([name, wanted]) => {
        const found = find(from, name);
        return found?.version === undefined || (EXACT.test(wanted) && found.version !== wanted);
      }).map(([name, wanted]) => `${from || "package.json"} -> ${name} ${wanted}`),
    );
    expect(missing).toEqual([]);
  });

  test.each([["darwin", "arm64"], ["darwin", "x64"], ["win32", "x64"], ["linux", "arm64"], ["linux", "x64"]])("brings the binaries for %s on %s", (platform, processor) => {
    const binaries = (from: string) => Object.keys(packages[from]!.optionalDependencies).filter((name) => { const found = find(from, name); return found?.os && runsOn(found, platform, processor); });
    for (const name of ["lmdb", "esbuild", "next", "@tailwindcss/oxide", "lightningcss"]) expect([name, binaries(`node_modules/${name}`).length > 0]).toEqual([name, true]);
  });

  test("says of every package how it is known, and of none from which registry it came", () => {
    const entries = Object.entries(packages).filter(([path]) => path !== "");
    expect(entries.filter(([, { integrity, inBundle }]) => !inBundle && !/^sha512-[\w+/]+=*$/.test(integrity ?? ""))).toEqual([]);
    expect(entries.filter(([, { resolved }]) => resolved !== undefined)).toEqual([]);
  });

  test("asks for what package.json asks for, so that npm ci takes it", () => {
    const own = entry.parse(read("package.json"));
    expect(packages[""]).toMatchObject({ dependencies: own.dependencies, devDependencies: own.devDependencies });
  });
});
