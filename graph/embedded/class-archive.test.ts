import { execFile } from "node:child_process";
import { appendFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, expect, test, vi } from "vitest";
import { ClassArchive } from "@/graph/embedded/class-archive";
import { findJdk } from "@/graph/embedded/java-tools";

const home = mkdtempSync(join(tmpdir(), "headwater-classes-"));
const libDir = join(home, "lib");
mkdirSync(libDir);
afterAll(() => rmSync(home, { recursive: true, force: true }));

test("the classes of the first start are in an archive that Java takes for the next one, and nothing else is left", async () => {
  const java = await findJdk();
  const run = (...args: string[]) => promisify(execFile)(java.command, [...args, "-version"]);
  const first = new ClassArchive(java, libDir, home);
  const [listing = ""] = first.flags();
  expect(listing).toMatch(/^-XX:DumpLoadedClassList=/);
  await run(listing);
  // of lambdas Java may write a line that it cannot read
  appendFileSync(join(home, "classes.lst"), `@lambda-proxy java/lang/Object ${"x".repeat(5_000)}\njava/lang/Hal`);
  first.makeSoon(0);
  await vi.waitUntil(() => readdirSync(libDir).some((file) => file.endsWith(".jsa")), { timeout: 90_000, interval: 100 });
  await vi.waitUntil(() => readdirSync(libDir).length === 1, { timeout: 5_000 });

  const [mapped = ""] = new ClassArchive(java, libDir, home).flags();
  expect(mapped).toMatch(/^-XX:SharedArchiveFile=.*\.jsa$/);
  // with -Xshare:on a Java that cannot map the archive ends
  await run("-Xshare:on", mapped);
  const [other = ""] = new ClassArchive({ ...java, version: "99" }, libDir, home).flags();
  expect(other).toMatch(/^-XX:DumpLoadedClassList=/);
}, 120_000);

test("what another process makes is left to it", async () => {
  const libOfBoth = join(home, "lib-of-both");
  mkdirSync(libOfBoth, { recursive: true });
  const java = await findJdk();
  const archive = new ClassArchive(java, libOfBoth, home);
  await promisify(execFile)(java.command, [...archive.flags(), "-version"]);
  archive.makeSoon(0);
  const place = () => readdirSync(libOfBoth).filter((file) => file.endsWith(".making"));
  await vi.waitUntil(() => place().length === 1, { timeout: 5_000, interval: 5 });
  archive.stop();
  const { ino, birthtimeMs } = statSync(join(libOfBoth, place()[0]!));
  const another = new ClassArchive(java, libOfBoth, home);
  another.makeSoon(0);
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(statSync(join(libOfBoth, place()[0]!))).toMatchObject({ ino, birthtimeMs });
}, 60_000);
