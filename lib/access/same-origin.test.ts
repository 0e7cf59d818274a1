import { describe, expect, it } from "vitest";
import { checkSameOrigin } from "./same-origin";

const OWN = { host: "127.0.0.1:3000", origin: "http://127.0.0.1:3000", "sec-fetch-site": "same-origin", "content-type": "application/json" };

function passes(headers: Record<string, string | null>, request: { cookie: boolean; hasBody: boolean }): boolean {
  const given = Object.entries({ ...OWN, ...headers }).filter((entry): entry is [string, string] => entry[1] !== null);
  try {
    checkSameOrigin(new Headers(given), request);
    return true;
  } catch {
    return false;
  }
}

describe("a write that a cookie vouches for", () => {
  const write = { cookie: true, hasBody: true };

  it("passes from our own page", () => {
    expect(passes({}, write)).toBe(true);
    expect(passes({ "content-type": "application/json; charset=utf-8" }, write)).toBe(true);
    expect(passes({ "sec-fetch-site": null }, write)).toBe(true);
    expect(passes({ host: "lineage.example", origin: "https://lineage.example", "x-forwarded-proto": "https" }, write)).toBe(true);
    expect(passes({ "content-type": null }, { cookie: true, hasBody: false })).toBe(true);
  });

  const refused: Record<string, Record<string, string | null>> = {
    "another site": { origin: "https://evil.example", "sec-fetch-site": "cross-site" },
    "another site, in a browser without Sec-Fetch-Site": { origin: "https://evil.example", "sec-fetch-site": null },
    "a subdomain": { host: "lineage.example", origin: "http://evil.lineage.example", "sec-fetch-site": "same-site" },
    "another port": { origin: "http://127.0.0.1:3001", "sec-fetch-site": "same-site" },
    "another name of this machine": { origin: "http://localhost:3000" },
    "the same host without TLS": { host: "lineage.example", origin: "http://lineage.example", "x-forwarded-proto": "https" },
    "no Origin": { origin: null },
    "the null Origin": { origin: "null" },
    "an Origin that begins with ours": { origin: "http://127.0.0.1:30000" },
    "a form": { "content-type": "application/x-www-form-urlencoded" },
    "a form that hides JSON": { "content-type": "text/plain" },
    "no Content-Type": { "content-type": null },
    "no Host": { host: null },
  };
  for (const [what, headers] of Object.entries(refused)) {
    it(`is refused with ${what}`, () => expect(passes(headers, write)).toBe(false));
  }
});

describe("signing in", () => {
  const write = { cookie: false, hasBody: true };

  it("passes from our own page and from a script", () => {
    expect(passes({}, write)).toBe(true);
    expect(passes({ origin: null, "sec-fetch-site": null }, write)).toBe(true);
  });

  it("is refused from another site, or as a form", () => {
    expect(passes({ origin: "https://evil.example", "sec-fetch-site": null }, write)).toBe(false);
    expect(passes({ origin: null, "sec-fetch-site": "cross-site" }, write)).toBe(false);
    expect(passes({ origin: "null" }, write)).toBe(false);
    expect(passes({ "content-type": "text/plain" }, write)).toBe(false);
  });
});
