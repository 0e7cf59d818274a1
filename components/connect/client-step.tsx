"use client";
import { useState } from "react";
import { snippets, type Snippet, type SnippetValues } from "@/lib/connect/snippets";
import { CodeBlock, Step } from "./code";

/** The step that tells a client where to send: what to paste, for each client. */
export function ClientStep({ values }: { values: SnippetValues }) {
  const [chosen, setChosen] = useState<Snippet["id"]>("curl");
  const all = snippets(values);
  const { note, blocks, label } = all.find(({ id }) => id === chosen) ?? all[0]!;
  return (
    <Step number={2} title="Send from your client" note={note ?? "OpenLineage's own client, in two settings."}>
      <div role="group" aria-label="Client" className="mb-3 flex flex-wrap gap-x-1 gap-y-1">
        {all.map((it) => (
          <button
            key={it.id}
            type="button"
            aria-pressed={it.id === chosen}
            onClick={() => setChosen(it.id)}
            className="inline-flex h-7 items-center rounded border border-transparent px-2.5 text-12 font-medium text-ink-2 hover:bg-sunken hover:text-ink aria-pressed:border-line-strong aria-pressed:bg-sunken aria-pressed:text-ink narrow:h-10"
          >
            {it.label}
          </button>
        ))}
      </div>
      <section aria-label={label} className="grid gap-3">
        {blocks.map(({ title, text }) => <CodeBlock key={title} title={title} text={text} />)}
      </section>
    </Step>
  );
}
