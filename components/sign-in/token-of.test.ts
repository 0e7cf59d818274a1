import { expect, it } from "vitest";
import { tokenOf } from "./token-of";

const TOKEN = "a".repeat(43);

it("finds the token in a link, a fragment, or by itself", () => {
  for (const link of [`http://127.0.0.1:3000/setup#token=${TOKEN}`, `#token=${TOKEN}`, `  http://h/setup#token=${TOKEN}\n`, `${TOKEN} `]) expect(tokenOf(link)).toBe(TOKEN);
});

it("finds none elsewhere", () => {
  for (const link of ["", "#", "#token=", "http://127.0.0.1:3000/setup", "#other=1"]) expect(tokenOf(link)).toBe("");
});
