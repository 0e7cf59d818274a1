"use client";
import { TriangleAlert } from "lucide-react";
import { Logo } from "@/components/shell/logo";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";

/** Any page that failed for a reason it did not expect. The digest finds the line in the server's log. */
export default function ErrorPage({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <>
      <header className="flex h-12 items-center border-b border-line bg-surface px-4"><Logo /></header>
      <main id="main" className="mx-auto max-w-lg px-8 pt-16 narrow:px-3 narrow:pt-6">
        <div role="alert" className="rounded border border-line bg-surface p-4">
          <Notice level="h1" icon={<TriangleAlert size={20} strokeWidth={1.75} aria-hidden />} title="This page failed" actions={<Button onClick={reset}>Try again</Button>}>
            <p>Nothing was changed. Ingestion goes on and nothing is lost.</p>
            {error.digest && <p className="mono mt-2 text-ink-3">{error.digest}</p>}
          </Notice>
        </div>
      </main>
    </>
  );
}
