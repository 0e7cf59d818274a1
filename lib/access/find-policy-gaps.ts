import ts from "typescript";
import { PAGE_POLICIES, ROUTE_POLICIES, type RouteKey } from "./route-policies";

/** A file under `app/`: its path from there on, and its text. */
export type AppFile = { path: string; source: string };

const METHODS = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);

/**
 * Where the addresses under `app/` and the policies disagree: a handler or page without a policy, or that does not ask for the action which
 * its policy names, and a policy of Next's that nobody answers. One sentence each; empty when all is well.
 */
export function findPolicyGaps(files: readonly AppFile[], options: { unanswered: boolean }): string[] {
  const gaps: string[] = [];
  const answered = new Set<string>();
  for (const file of files) {
    if (/(^|\/)route\.(ts|tsx|js|jsx)$/.test(file.path)) gaps.push(...routeGaps(file, answered));
    else if (/(^|\/)page\.(ts|tsx|js|jsx|mdx?)$/.test(file.path)) gaps.push(...pageGaps(file, answered));
  }
  if (options.unanswered) {
    const expected = [...Object.keys(PAGE_POLICIES), ...(Object.keys(ROUTE_POLICIES) as RouteKey[]).filter((key) => ROUTE_POLICIES[key].by === "next")];
    gaps.push(...expected.filter((key) => !answered.has(key)).map((key) => `${key} has a policy, but nothing under app/ answers it`));
  }
  return gaps;
}

/** Text in quotes that is an address of the interface. */
const ADDRESS = /"(\/(?:api\/[^"\s]*|healthz|readyz|metrics))"/g;

/**
 * Where the addresses that stand in the server's own sources (what answers without Next) and the policies disagree. One sentence each.
 */
export function findServerGaps(sources: readonly string[]): string[] {
  const named = new Set(sources.flatMap((source) => [...source.matchAll(ADDRESS)].map(([, address = ""]) => address)));
  const policies = (Object.keys(ROUTE_POLICIES) as RouteKey[]).filter((key) => ROUTE_POLICIES[key].by === "server").map((key) => key.split(" ")[1] ?? "");
  return [
    ...[...named].filter((address) => !address.endsWith("/") && !policies.includes(address)).map((address) => `${address} has no policy in lib/access/route-policies.ts`),
    ...policies.filter((address) => !named.has(address)).map((address) => `${address} has a policy, but the server does not answer it`),
  ];
}

/** `(group)/nodes/[ref]/page.tsx` -> `/nodes/[ref]`. */
function addressOf(path: string): string {
  const segments = path.split("/").slice(0, -1).filter((segment) => !/^\(.*\)$/.test(segment) && !segment.startsWith("@"));
  return `/${segments.join("/")}`;
}

function routeGaps({ path, source }: AppFile, answered: Set<string>): string[] {
  const address = addressOf(path).replace(/\[([^\]]+)\]/g, "{$1}");
  const gaps: string[] = [];
  for (const [name, value] of exportsOf(path, source)) {
    if (!METHODS.has(name)) continue;
    const key = `${name} ${address}`;
    answered.add(key);
    const policy: { action: string } | undefined = ROUTE_POLICIES[key as RouteKey];
    if (!policy) gaps.push(`${key} has no policy in lib/access/route-policies.ts`);
    else if (actionOf(value, "withAccess") !== policy.action) gaps.push(`${key} is not exported as withAccess("${policy.action}", …), as its policy says`);
  }
  return gaps;
}

function pageGaps({ path, source }: AppFile, answered: Set<string>): string[] {
  const address = addressOf(path);
  answered.add(address);
  const action: string | undefined = PAGE_POLICIES[address as keyof typeof PAGE_POLICIES];
  if (action === undefined) return [`${address} has no policy in lib/access/route-policies.ts`];
  const component = exportsOf(path, source).get("default");
  const first = component && firstStatement(component);
  const call = first && firstAwait(first);
  return call && actionOf(call, "pageViewer") === action ? [] : [`${address} does not begin with await pageViewer("${action}"), as its policy says`];
}

/** What a module exports, by name. A form that cannot be followed (`export *`, `export { a }`) counts as exported, with nothing known. */
function exportsOf(path: string, source: string): Map<string, ts.Node | undefined> {
  const file = ts.createSourceFile(path, source, ts.ScriptTarget.Latest, true, path.endsWith("x") ? ts.ScriptKind.TSX : ts.ScriptKind.TS);
  const found = new Map<string, ts.Node | undefined>();
  for (const statement of file.statements) {
    if (ts.isExportDeclaration(statement)) {
      if (statement.exportClause && ts.isNamedExports(statement.exportClause)) for (const { name } of statement.exportClause.elements) found.set(name.text, undefined);
      else for (const method of METHODS) found.set(method, undefined);
    } else if (ts.isExportAssignment(statement)) {
      found.set("default", statement.expression);
    } else if (ts.canHaveModifiers(statement) && ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)) {
      const isDefault = ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.DefaultKeyword);
      if (ts.isVariableStatement(statement)) {
        for (const { name, initializer } of statement.declarationList.declarations) {
          if (ts.isIdentifier(name)) found.set(name.text, initializer);
          else for (const method of METHODS) found.set(method, undefined);
        }
      } else if (ts.isFunctionDeclaration(statement)) {
        found.set(isDefault ? "default" : (statement.name?.text ?? ""), statement);
      }
    }
  }
  return found;
}

/** The action that `node` asks `callee` for, when it is a call `callee("action", …)`. */
function actionOf(node: ts.Node | undefined, callee: string): string | null {
  if (!node || !ts.isCallExpression(node) || !ts.isIdentifier(node.expression) || node.expression.text !== callee) return null;
  const action = node.arguments[0];
  return action && ts.isStringLiteral(action) ? action.text : null;
}

function firstStatement(component: ts.Node): ts.Node | undefined {
  const isFunction = ts.isFunctionDeclaration(component) || ts.isArrowFunction(component) || ts.isFunctionExpression(component);
  return isFunction && component.body && ts.isBlock(component.body) ? component.body.statements[0] : undefined;
}

/** The call that a statement awaits: `await f();`, or `const a = await f();`. */
function firstAwait(statement: ts.Node): ts.Node | undefined {
  const expression = ts.isExpressionStatement(statement)
    ? statement.expression
    : ts.isVariableStatement(statement)
      ? statement.declarationList.declarations[0]?.initializer
      : undefined;
  return expression && ts.isAwaitExpression(expression) ? expression.expression : undefined;
}
