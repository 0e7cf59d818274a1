import { z } from "zod";
import { AppError } from "@/lib/errors";

/** Whole numbers among query parameters, as numbers: what an address carries is text. Ranges are checked by the query itself. */
export function wholeNumbers<Name extends string>(params: Record<string, string>, ...names: Name[]): Partial<Record<Name, number>> {
  const shape = Object.fromEntries(names.map((name) => [name, z.string().regex(/^-?\d{1,15}$/, "is no whole number").transform(Number).optional()]));
  return z.object(shape).parse(params) as Partial<Record<Name, number>>;
}

/** Query parameters by name; of a repeated one the first. Names that nobody knows are ignored where they are read. */
export function queryParams(request: Request): Record<string, string> {
  const params = new Map<string, string>();
  for (const [name, value] of new URL(request.url).searchParams) if (!params.has(name)) params.set(name, value);
  return Object.fromEntries(params);
}

/** The sequence in an address. @throws AppError `not_found` for what is none: there is nothing at such an address. */
export function toSequence(text: string | undefined): number {
  const sequence = /^[1-9]\d{0,15}$/.test(text ?? "") ? Number(text) : Number.NaN;
  if (!Number.isSafeInteger(sequence)) throw new AppError("not_found", "There is no such record that you may see.");
  return sequence;
}
