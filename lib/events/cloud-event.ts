import { z } from "zod";
import { AppError } from "@/lib/errors";
import { invalidAt } from "./invalid-at";
import { instant, nonEmpty } from "./event-parts";
import { parseStrictJson } from "./strict-json";

/**
 * A CloudEvent in its structured JSON form (CloudEvents 1.0, JSON format 1.0). `null` for an optional attribute means that it
 * is not set. Extension attributes and `data` are kept as they came.
 */
export const cloudEventSchema = z.looseObject({
  specversion: z.literal("1.0", "only CloudEvents 1.0 is read here"),
  id: nonEmpty,
  source: nonEmpty,
  type: nonEmpty,
  time: instant.nullish(),
  subject: z.string().nullish(),
  datacontenttype: z.string().nullish(),
  dataschema: z.string().nullish(),
  traceparent: z.string().nullish(),
  data: z.unknown().optional(),
  data_base64: z.base64("is not base64").nullish(),
});
export type CloudEvent = z.infer<typeof cloudEventSchema>;

/** @throws AppError `unreadable` when the value has not the shape of a CloudEvent, `invalid` with a pointer when an attribute is wrong. */
export function parseCloudEvent(value: unknown): CloudEvent {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw new AppError("unreadable", "A CloudEvent is a JSON object.");
  const parsed = cloudEventSchema.safeParse(value);
  if (!parsed.success) throw invalidAt(parsed.error);
  const event = parsed.data;
  if (event.data !== undefined && event.data !== null && typeof event.data_base64 === "string")
    throw new AppError("invalid", "An event has `data` or `data_base64`, not both.", { pointer: "/data_base64" });
  return event;
}

/** Whether a media type says JSON: `application/json`, `…/json` or `…+json`, with any parameters. */
export function isJsonMediaType(mediaType: string): boolean {
  return /^[^/;\s]+\/(?:[^;\s]*\+)?json\s*(?:;|$)/i.test(mediaType.trim());
}

/**
 * The event's data as a JSON value: `data` as it is, or the JSON text that `data_base64` carries (some SDKs send JSON bytes
 * so). `undefined` when there is none, or when it is binary of another media type.
 * @throws AppError `invalid` with a pointer when `data_base64` says it is JSON and is none.
 */
export function cloudEventData(event: CloudEvent): unknown {
  if (typeof event.data_base64 !== "string") return event.data;
  if (event.datacontenttype && !isJsonMediaType(event.datacontenttype)) return undefined;
  try {
    return parseStrictJson(Buffer.from(event.data_base64, "base64")).value;
  } catch (cause) {
    const detail = cause instanceof AppError ? cause.message : "It is not JSON.";
    throw new AppError("invalid", `data_base64 should hold JSON. ${detail}`, { pointer: "/data_base64", cause });
  }
}
