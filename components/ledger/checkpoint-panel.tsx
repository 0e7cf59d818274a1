import { TriangleAlert } from "lucide-react";
import Link from "next/link";
import { counted, formatCount } from "@/components/format";
import { CopyButton } from "@/components/ui/copy-button";
import { Fact, Facts } from "@/components/ui/facts";
import { Instant } from "@/components/ui/instant";
import { Mark } from "@/components/ui/mark";
import { Panel } from "@/components/ui/panel";

/** `root` in base64, as `GET /api/v1/log/checkpoint` gives it. `projected`: up to which record the graph has followed; `null` while nobody can tell. */
export type Checkpoint = { size: number; root: string; projected: number | null; deadLetters: number; conflicts: number; lastRecordedAt: string | null };

/** How far the ledger goes, in words that an auditor can hold it to. */
export function CheckpointPanel({ checkpoint, mayReadDeadLetters }: { checkpoint: Checkpoint; mayReadDeadLetters: boolean }) {
  const { size, root, projected, deadLetters, conflicts, lastRecordedAt } = checkpoint;
  return (
    <Panel title="Checkpoint" action={<CopyButton text={JSON.stringify({ size, root })} label="Copy checkpoint" />}>
      <div className="grid grid-cols-2 items-start narrow:grid-cols-1">
        <Facts>
          <Fact term="Records"><span className="figures">{formatCount(size)}</span>{lastRecordedAt && <>, the last at <Instant at={lastRecordedAt} /> UTC</>}</Fact>
          <Fact term="Root"><span className="mono break-all">{root}</span></Fact>
          <Fact term="In the graph">
            {projected === null ? "Cannot be told yet: the graph is starting" : projected >= size ? "All of them" : `Up to record ${formatCount(projected)}, ${counted(size - projected, "record")} waiting`}
            {deadLetters > 0 && (
              <>
                {", but for "}
                {mayReadDeadLetters ? <Link href="/dead-letters" className="text-accent underline">{counted(deadLetters, "dead letter")}</Link> : counted(deadLetters, "dead letter")}
              </>
            )}
          </Fact>
          <Fact term="Conflicts">
            {conflicts === 0 ? "None" : <Mark tone="warn" icon={<TriangleAlert size={14} strokeWidth={1.75} aria-hidden />}>{counted(conflicts, "time")} other content came under an id that was taken, and was refused</Mark>}
          </Fact>
        </Facts>
        <p className="px-4 py-3 text-12 text-ink-2 narrow:pt-0">
          Every record is a leaf of one tree (RFC 6962), and the root stands for all of them and their order. Keep size and root: when the ledger later has the same root at
          that size, nothing in it was changed, left out or put between.
        </p>
      </div>
    </Panel>
  );
}
