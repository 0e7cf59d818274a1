import * as z from "zod/mini";
import { getJson } from "@/components/api-client";
import { NODE_KINDS } from "@/lib/lineage/node-ref";

const searchAnswer = z.object({
  results: z.array(z.object({
    ref: z.string(),
    kind: z.enum(NODE_KINDS),
    namespace: z.string(),
    name: z.string(),
    version: z.optional(z.nullable(z.string())),
    state: z.string(),
  })),
  total: z.nullable(z.number()),
  shown: z.number(),
});

/** A page of `GET /api/v1/search`. `total` counts every match (`null`: more than were counted), `shown` those in `results`. */
export type SearchAnswer = z.infer<typeof searchAnswer>;
export type SearchResult = SearchAnswer["results"][number];

const SHOWN = 20;

/** The first matches of a name, an id, the beginning of an id or a trace id. @throws ApiFailure */
export function search(text: string, signal: AbortSignal): Promise<SearchAnswer> {
  return getJson(`/api/v1/search?${new URLSearchParams({ q: text, limit: String(SHOWN) })}`, searchAnswer, signal);
}
