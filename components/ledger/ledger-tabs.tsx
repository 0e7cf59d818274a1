import { Tabs } from "@/components/ui/tabs";

export type LedgerTab = "records" | "status" | "dead-letters";

/** Whether one may read the dead letters, and how many there are; `null` while the graph, which keeps them, has not said. */
export type DeadLetterTab = { mayRead: boolean; count: number | null };

/** The three pages about the record. */
export function LedgerTabs({ current, deadLetters }: { current: LedgerTab; deadLetters: DeadLetterTab }) {
  return (
    <Tabs
      label="Ledger"
      current={current}
      tabs={[
        { key: "records", word: "Records", href: "/ledger" },
        { key: "status", word: "Status", href: "/status" },
        ...(deadLetters.mayRead ? [{ key: "dead-letters", word: "Dead letters", href: "/dead-letters", count: deadLetters.count }] : []),
      ]}
    />
  );
}
