import { expect, it, vi } from "vitest";
import { AppError } from "./errors";
import { toProblem } from "./problem";

it("is known across bundles that hold a class each", async () => {
  vi.resetModules();
  const other = await import("./errors");
  expect(other.AppError).not.toBe(AppError);
  const error = new other.AppError("conflict", "Other content.");
  expect(error).toBeInstanceOf(AppError);
  expect(toProblem(error).status).toBe(409);
});

it("is nothing else", () => {
  for (const value of [new Error("x"), { code: "conflict" }, null, undefined, "conflict"]) expect(value instanceof AppError).toBe(false);
  expect(new AppError("conflict", "x")).toBeInstanceOf(Error);
});
