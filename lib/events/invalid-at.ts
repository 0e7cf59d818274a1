import type { z } from "zod";
import { AppError } from "@/lib/errors";

/** A JSON Pointer (RFC 6901) from the pieces of a path. */
export function toPointer(path: readonly PropertyKey[]): string {
  return path.map((piece) => `/${String(piece).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
}

/** The first fault that zod found as `invalid`, with the pointer to it below `prefix`; says how many more there are. */
export function invalidAt(error: z.ZodError, prefix: readonly PropertyKey[] = []): AppError {
  const [first, ...more] = error.issues;
  const path = [...prefix, ...(first?.path ?? [])];
  const others = more.length === 0 ? "" : ` (${more.length} more like this)`;
  return new AppError("invalid", `${path.length === 0 ? "The event" : path.map(String).join(".")}: ${first?.message ?? "is wrong"}${others}`, { pointer: toPointer(path) });
}
