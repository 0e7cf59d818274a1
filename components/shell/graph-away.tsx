import { ServerOff } from "lucide-react";
import type { ReactNode } from "react";
import { formatUtc } from "@/components/format";
import { Notice } from "@/components/ui/notice";
import { RefreshButton } from "./refresh-button";

/** What stands where the graph should have answered: never an empty answer. `at`: when it was asked. `children`: what still holds on this page. */
export function GraphAway({ at, level = "h2", children }: { at: string; level?: "h1" | "h2"; children?: ReactNode }) {
  return (
    <div role="alert" className="max-w-lg rounded border border-line bg-surface p-4">
      <Notice level={level} icon={<ServerOff size={20} strokeWidth={1.75} aria-hidden />} title="The graph did not answer" actions={<RefreshButton />}>
        <p>Ingestion goes on and nothing is lost. Asked at {formatUtc(at)} UTC.</p>
        {children}
      </Notice>
    </div>
  );
}
