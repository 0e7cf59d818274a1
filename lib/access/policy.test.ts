import { describe, expect, it } from "vitest";
import { AppError } from "@/lib/errors";
import { ACTIONS, authorise, may, type Action } from "./policy";
import { maySee, ROLES, type Viewer } from "./viewer";

const viewer = (role: Viewer["role"], namespaces: string[] | null = null): Viewer => ({ id: `user:${role}`, name: role, role, namespaces });

/** Spelled out a second time on purpose: a change to what a role may has to be made in two places. */
const MATRIX: Record<Action, string> = {
  public: "viewer producer steward approver auditor admin automation",
  self: "viewer producer steward approver auditor admin automation",
  "lineage:read": "viewer producer steward approver auditor admin automation",
  "lineage:write": "producer automation",
  "retraction:write": "steward automation",
  "incident:write": "producer steward approver admin automation",
  "deadletter:read": "steward auditor admin automation",
  "deadletter:write": "steward admin automation",
  "graph:rebuild": "admin automation",
  "token:read": "auditor admin automation",
  "token:write": "admin automation",
  "user:read": "auditor admin automation",
  "user:write": "admin automation",
  "audit:read": "auditor admin automation",
  "approval:decide": "approver",
};

function codeOf(attempt: () => unknown): string {
  try {
    attempt();
    return "allowed";
  } catch (error) {
    return error instanceof AppError ? error.code : "thrown";
  }
}

describe("policy", () => {
  for (const action of ACTIONS) {
    for (const role of [...ROLES, "automation"] as const) {
      const expected = MATRIX[action].split(" ").includes(role) ? "allowed" : "forbidden";
      it(`${action} is ${expected} for ${role}`, () => {
        expect(codeOf(() => authorise(viewer(role), action))).toBe(expected);
        expect(may(viewer(role), action)).toBe(expected === "allowed");
      });
    }
    it(`${action} asks nobody to sign in first, unless it is public`, () => {
      expect(codeOf(() => authorise(null, action))).toBe("unauthenticated");
      expect(may(null, action)).toBe(action === "public");
    });
  }

  it("lets no administrator and no machine approve", () => {
    for (const role of ["admin", "automation", "producer"] as const) expect(may(viewer(role), "approval:decide")).toBe(false);
  });

  it("shows a bound viewer its own namespaces only", () => {
    expect(maySee(viewer("viewer", ["shop"]), "shop")).toBe(true);
    expect(maySee(viewer("viewer", ["shop"]), "shop2")).toBe(false);
    expect(maySee(viewer("viewer", []), "shop")).toBe(false);
    expect(maySee(viewer("viewer"), "shop")).toBe(true);
  });
});
