import "server-only";
import { z } from "zod";
import { maySee, type Viewer } from "@/lib/access/viewer";
import { encodePart, parseNodeRef } from "@/lib/lineage/node-ref";

/** What `seenBy` gives a query. */
export const seenShape = { namespaces: z.array(z.string()).nullable(), encodedNamespaces: z.array(z.string()) };

/** The parameters of `SEEN` for a viewer. */
export function seenBy(viewer: Viewer): { namespaces: string[] | null; encodedNamespaces: string[] } {
  return { namespaces: viewer.namespaces && [...viewer.namespaces], encodedNamespaces: (viewer.namespaces ?? []).map(encodePart) };
}

/** Cypher's condition that the viewer may see the node `n`. An incident lies in no namespace of its own: it is seen with its target. */
export const SEEN =
  "($namespaces IS NULL OR CASE n.kind WHEN 'incident' THEN split(n.target, ':')[1] IN $encodedNamespaces ELSE n.namespace IN $namespaces END)";

/** The same, where `n` is known to be no incident. */
export const SEEN_IN_ITS_NAMESPACE = "($namespaces IS NULL OR n.namespace IN $namespaces)";

/** True when an incident about `target` may be shown to the viewer. */
export function maySeeIncidentOf(viewer: Viewer, target: string): boolean {
  const parsed = parseNodeRef(target);
  return parsed !== null && maySee(viewer, parsed.namespace);
}
