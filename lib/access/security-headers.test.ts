import { expect, it } from "vitest";
import { pageContentSecurityPolicy } from "./security-headers";

it("runs scripts with this answer's nonce only", () => {
  const policy = new Map(pageContentSecurityPolicy("abc", { development: false }).split("; ").map((part) => [part.split(" ")[0], part.split(" ").slice(1).join(" ")]));
  expect(policy.get("default-src")).toBe("'none'");
  expect(policy.get("script-src")).toBe("'nonce-abc' 'strict-dynamic'");
  expect(policy.get("style-src")).toBe("'self' 'nonce-abc'");
  expect(policy.get("frame-ancestors")).toBe("'none'");
  expect(policy.get("base-uri")).toBe("'none'");
});
