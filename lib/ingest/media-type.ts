import { AppError } from "@/lib/errors";

/** `essence` is `type/subtype` in lower case, `""` without a header. `charset` in lower case, or `null`. */
export type MediaType = { essence: string; charset: string | null };

/** Reads a Content-Type header. Parameters other than charset are passed over. */
export function parseMediaType(header: string | undefined): MediaType {
  const [essence = "", ...parameters] = (header ?? "").split(";").map((part) => part.trim());
  const charset = parameters.map((parameter) => /^charset\s*=\s*"?([^"]*)"?$/i.exec(parameter)?.[1]).find((value) => value !== undefined);
  return { essence: essence.toLowerCase(), charset: charset?.trim().toLowerCase() ?? null };
}

const READ_AS_UTF8: ReadonlySet<string> = new Set(["utf-8", "utf8", "us-ascii", "ascii"]);

/** Whether text in this charset is UTF-8 as it stands; JSON without a charset is (RFC 8259). */
export function isUtf8Charset(charset: string | null): boolean {
  return charset === null || READ_AS_UTF8.has(charset);
}

/** @throws AppError `unsupported_media_type` for a charset that is not UTF-8 */
export function assertUtf8({ charset }: MediaType): void {
  if (!isUtf8Charset(charset)) throw new AppError("unsupported_media_type", `JSON is read as UTF-8 here, not as ${charset}.`);
}
