import { refLabel } from "@/lib/lineage/ref-label";
import type { ChangeWhat } from "@/lib/lineage/lineage-change";
import { kindWord } from "./kind-words";
import { toKind } from "./to-kind";

/** A change as `GET /api/v1/changes` tells it, as far as a sentence needs it. */
export type ToldChange = {
  at: string;
  what: ChangeWhat;
  ref?: string;
  kind?: string;
  from?: string;
  to?: string;
  was?: string | boolean | null;
  is?: string | null;
  trusted?: boolean | null;
  again?: boolean;
  failure?: string | null;
  message?: string | null;
};

const UNSEEN = "something you may not see";
const nameOf = (end: string | null | undefined): string => (!end ? "nothing" : end.startsWith("hidden-") ? UNSEEN : refLabel(end));

/** What a change is about, for its link, and what happened to it: "orders", "was declared again, untrusted". Of an edge it is about the end that is fed, where that may be seen. */
export function changeWords(change: ToldChange): { ref: string | null; name: string; text: string } {
  const { what, ref = "", from, to, was, is } = change;
  const about = (text: string) => ({ ref, name: nameOf(ref), text });
  const edge = (text: (other: string) => string, passive: (other: string) => string) =>
    to?.startsWith("hidden-") ? { ref: from!, name: nameOf(from), text: passive(nameOf(to)) } : { ref: to!, name: nameOf(to), text: text(nameOf(from)) };
  switch (what) {
    case "seen": return about(`${kindWord(toKind(change.kind ?? "")).toLowerCase()}, first seen`);
    case "happened": return about(`${kindWord(toKind(change.kind ?? "")).toLowerCase()}`);
    case "dropped": return about("was dropped");
    case "began": return edge((other) => `began to be fed by ${other}`, (other) => `began to feed ${other}`);
    case "ended": return edge((other) => `is no longer fed by ${other}`, (other) => `no longer feeds ${other}`);
    case "confidence": return edge((other) => `fed by ${other}: ${String(is)}, was ${String(was)}`, (other) => `feeds ${other}: ${String(is)}, was ${String(was)}`);
    case "declared": return about(`was declared${change.again ? " again" : ""}${trustWords(change.trusted)}${change.again && was !== change.trusted && was != null ? `, was ${was ? "trusted" : "untrusted"}` : ""}`);
    case "served": return about(is == null ? `was undeployed, ran ${nameOf(was as string | null)}` : was == null ? `began to run ${nameOf(is)}` : `began to run ${nameOf(is)}, ran ${nameOf(was as string)}`);
    case "failure": return about(`${change.failure ?? "failure"}: ${change.message ?? "no message"}`);
  }
}

const trustWords = (trusted: boolean | null | undefined): string => (trusted == null ? "" : trusted ? ", trusted" : ", untrusted");
