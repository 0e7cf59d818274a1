import { maySee, type Viewer } from "@/lib/access/viewer";
import { parseNodeRef } from "./node-ref";

/** What stands for a node that the reader may not see. `id` holds for one answer only. */
export type HiddenNode = { ref: null; id: string; distance: number };

/**
 * Takes out of one answer what its reader may not see. Comes last: traversal, classes and distances use the whole graph. The same unseen
 * reference has the same placeholder everywhere in the answer.
 */
export class Mask {
  private readonly ids = new Map<string, string>();

  /**
   * `reader`: whose namespaces count. A party belongs to nobody's namespace: who owns a thing is part of it. Nor does an incident: its name
   * is a random id, and whoever asks for one has been asked about its target.
   */
  constructor(private readonly reader: Pick<Viewer, "namespaces">) {}

  private sees(namespace: string): boolean {
    return maySee(this.reader, namespace);
  }

  hides(ref: string): boolean {
    const parsed = parseNodeRef(ref);
    return parsed === null || (parsed.kind !== "party" && parsed.kind !== "incident" && !this.sees(parsed.namespace));
  }

  /** The placeholder's id of an unseen reference. */
  idOf(ref: string): string {
    const id = this.ids.get(ref) ?? `hidden-${this.ids.size + 1}`;
    this.ids.set(ref, id);
    return id;
  }

  node(ref: string, distance: number): HiddenNode {
    return { ref: null, id: this.idOf(ref), distance };
  }

  /** The reference, or its placeholder's id: for ends of edges and steps of paths. */
  end(ref: string): string {
    return this.hides(ref) ? this.idOf(ref) : ref;
  }

  /** The reference, or `null`: for fields that name something outside the answer. */
  optional(ref: string | null): string | null {
    return ref === null || this.hides(ref) ? null : ref;
  }

  /** A JSON value without what names something unseen: references, and objects that say which `namespace` they (or, of runs, their `job`) are in, become `null`. */
  facts(value: unknown): unknown {
    // facts are long, and for who sees everything nothing is in them to take out
    if (this.reader.namespaces === null) return value;
    if (typeof value === "string") return looksLikeRef(value) && this.hides(value) ? null : value;
    if (Array.isArray(value)) return value.map((it) => this.facts(it));
    if (value === null || typeof value !== "object") return value;
    const { namespace, job } = value as { namespace?: unknown; job?: { namespace?: unknown } | null };
    if ([namespace, job?.namespace].some((it) => typeof it === "string" && !this.sees(it))) return null;
    return Object.fromEntries(Object.entries(value).map(([name, it]) => [name, this.facts(it)]));
  }
}

function looksLikeRef(text: string): boolean {
  return text.length < 4096 && parseNodeRef(text) !== null;
}
