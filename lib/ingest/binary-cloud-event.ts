import { isUtf8 } from "node:buffer";
import type { IncomingHttpHeaders } from "node:http";
import { AppError } from "@/lib/errors";
import { isJsonMediaType } from "@/lib/events/cloud-event";
import { assertJsonBytes, parseJson } from "@/lib/events/strict-json";
import { assertUtf8, isUtf8Charset, parseMediaType } from "./media-type";

/** Whether a request is a CloudEvent in binary mode: its attributes are headers that begin with `ce-`. */
export function isBinaryCloudEvent(headers: IncomingHttpHeaders): boolean {
  return headers["ce-specversion"] !== undefined || headers["ce-id"] !== undefined || headers["ce-type"] !== undefined;
}

/**
 * The structured form (JSON) of a CloudEvent that came in binary mode (CloudEvents HTTP binding 1.0.2, section 3.1). A JSON body
 * stands in it letter by letter as `data`; text becomes a string, anything else `data_base64`.
 * @throws AppError `unreadable` for a JSON body that is none, `invalid` with a pointer for a header that is not percent-encoded
 * UTF-8, `unsupported_media_type` for JSON in another charset
 */
export function toStructured(headers: IncomingHttpHeaders, body: Buffer): Buffer {
  const attributes: string[] = [];
  for (const [header, value] of Object.entries(headers)) {
    if (!header.startsWith("ce-") || value === undefined) continue;
    const name = header.slice(3);
    // the content type has a header of its own, and the body is the data
    if (name === "datacontenttype" || name === "data" || name === "data_base64") continue;
    attributes.push(`${JSON.stringify(name)}:${JSON.stringify(decodeHeader(name, Array.isArray(value) ? value.join(", ") : value))}`);
  }
  const contentType = headers["content-type"];
  if (contentType !== undefined) attributes.push(`"datacontenttype":${JSON.stringify(contentType)}`);
  const data = dataMember(contentType, body);
  if (data.length === 0) return Buffer.from(`{${attributes.join(",")}}`);
  return Buffer.concat([Buffer.from(`{${attributes.join(",")}${attributes.length > 0 ? "," : ""}`), ...data, Buffer.from("}")]);
}

function dataMember(contentType: string | undefined, body: Buffer): Buffer[] {
  if (body.length === 0) return [];
  const type = parseMediaType(contentType);
  if (contentType !== undefined && isJsonMediaType(contentType)) {
    assertUtf8(type);
    assertJsonBytes(body);
    parseJson(body.toString("utf8"));
    return [Buffer.from('"data":'), body];
  }
  if (contentType === undefined && isJson(body)) return [Buffer.from('"data":'), body];
  if (type.essence.startsWith("text/") && isUtf8Charset(type.charset) && isUtf8(body)) return [Buffer.from(`"data":${JSON.stringify(body.toString("utf8"))}`)];
  return [Buffer.from(`"data_base64":"${body.toString("base64")}"`)];
}

function isJson(body: Buffer): boolean {
  try {
    assertJsonBytes(body);
    parseJson(body.toString("utf8"));
    return true;
  } catch {
    return false;
  }
}

/** Section 3.1.3.2: quoted strings are unquoted, then percent-encoded bytes are UTF-8. */
function decodeHeader(name: string, raw: string): string {
  const value = /^"(?:[^"\\]|\\.)*"$/s.test(raw) ? raw.slice(1, -1).replace(/\\(.)/gs, "$1") : raw;
  const bytes: number[] = [];
  for (let i = 0; i < value.length; i++) {
    const hex = value[i] === "%" ? /^[0-9a-f]{2}$/i.exec(value.slice(i + 1, i + 3)) : null;
    bytes.push(hex ? Number.parseInt(hex[0], 16) : value.charCodeAt(i) & 0xff);
    if (hex) i += 2;
  }
  const decoded = Buffer.from(bytes);
  if (!isUtf8(decoded)) throw new AppError("invalid", `The header ce-${name} is not percent-encoded UTF-8.`, { pointer: `/${name}` });
  return decoded.toString("utf8");
}
