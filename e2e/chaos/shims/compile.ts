import { execFileSync } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { projectRoot } from "@/graph/runtime/project-root";

/** Compiles a C source of this project for LD_PRELOAD. @returns the library's path @throws Error when there is no C compiler */
export function compileShim(...source: string[]): string {
  const path = join(projectRoot(), ...source);
  const library = join(mkdtempSync(join(tmpdir(), "headwater-shim-")), `${basename(path, ".c")}.so`);
  execFileSync("cc", ["-shared", "-fPIC", "-o", library, path, "-ldl"]);
  return library;
}
