import { expect, it } from "vitest";
import { safeReturnPath } from "./page-path";

it("leads back to an address of ours", () => {
  for (const path of ["/", "/lineage?ref=dataset%3Aa%3Ab&depth=2", "/nodes/dataset%3Ashop%3Aorders#history"]) expect(safeReturnPath(path)).toBe(path);
});

it("never leads to another site", () => {
  for (const path of [
    "//evil.example", "/\\evil.example", "\\\\evil.example", "https://evil.example/", "javascript:alert(1)", "/\t/evil.example", "/%09/../\\evil.example//",
    "/..//evil.example", "///evil.example", "", null, undefined, "evil",
  ]) {
    const safe = safeReturnPath(path);
    expect(new URL(safe, "http://own.test").origin, String(path)).toBe("http://own.test");
    expect(safe, String(path)).not.toMatch(/^[/\\]{2}/);
  }
});
