import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import ts from "typescript";
import { expect, test } from "vitest";

const root = path.dirname(import.meta.dirname);

/** What a file imports when it runs: types are left out. */
function importsOf(file: string): string[] {
  const { statements } = ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.Latest, false, file.endsWith("x") ? ts.ScriptKind.TSX : ts.ScriptKind.TS);
  return statements.flatMap((statement) => {
    if (!(ts.isImportDeclaration(statement) || ts.isExportDeclaration(statement)) || !statement.moduleSpecifier || !ts.isStringLiteral(statement.moduleSpecifier)) return [];
    const clause = ts.isImportDeclaration(statement) ? statement.importClause : undefined;
    const named = clause?.namedBindings && ts.isNamedImports(clause.namedBindings) ? clause.namedBindings.elements : null;
    const onlyTypes = ts.isExportDeclaration(statement) ? statement.isTypeOnly : clause?.phaseModifier === ts.SyntaxKind.TypeKeyword || (!clause?.name && named !== null && named.length > 0 && named.every((it) => it.isTypeOnly));
    return onlyTypes ? [] : [statement.moduleSpecifier.text];
  });
}

function fileOf(specifier: string, from: string): string | null {
  const base = specifier.startsWith("@/") ? path.join(root, specifier.slice(2)) : specifier.startsWith(".") ? path.join(path.dirname(from), specifier) : null;
  return base === null ? null : ([`${base}.ts`, `${base}.tsx`, base].find((file) => existsSync(file) && /\.tsx?$/.test(file)) ?? null);
}

/** The shortest way from a file to a module of Node, by what is imported; `null` when there is none. */
function wayToNode(start: string): string[] | null {
  const seen = new Set([start]);
  for (const ways: string[][] = [[start]]; ways.length > 0; ) {
    const way = ways.shift()!;
    for (const specifier of importsOf(way.at(-1)!)) {
      if (specifier.startsWith("node:")) return [...way.map((file) => path.relative(root, file)), specifier];
      const file = fileOf(specifier, way.at(-1)!);
      if (file === null || seen.has(file)) continue;
      seen.add(file);
      ways.push([...way, file]);
    }
  }
  return null;
}

const CLIENT = ["app", "components"]
  .flatMap((room) => readdirSync(path.join(root, room), { recursive: true, encoding: "utf8" }).map((file) => path.join(root, room, file)))
  .filter((file) => /\.tsx?$/.test(file) && readFileSync(file, "utf8").startsWith('"use client"'));

test("no module of Node comes into the browser: a stand-in for it weighs half a megabyte and evaluates text", () => {
  expect(CLIENT.length).toBeGreaterThan(20);
  expect(CLIENT.map(wayToNode).filter(Boolean)).toEqual([]);
});
