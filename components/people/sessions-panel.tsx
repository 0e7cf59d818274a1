import { Instant } from "@/components/ui/instant";
import { Panel } from "@/components/ui/panel";
import { Table } from "@/components/ui/table";
import { browserWords } from "./browser-words";
import { ConfirmButton } from "@/components/confirm-button";

export type SessionRow = { createdAt: string; seenAt: string; expiresAt: string; agent: string | null; current: boolean };

/** Where one is signed in. */
export function SessionsPanel({ sessions }: { sessions: readonly SessionRow[] }) {
  const others = sessions.filter(({ current }) => !current).length;
  return (
    <Panel
      title="Sessions"
      note="times in UTC"
      action={others > 0 && (
        <ConfirmButton word="End the others" title="End all other sessions" method="DELETE" path="/api/v1/me/sessions" size="sm">
          <p>{others === 1 ? "The other browser is" : `The other ${others} browsers are`} signed out at once. This one stays signed in.</p>
        </ConfirmButton>
      )}
    >
      <Table
        caption="Sessions"
        columns={[{ key: "agent", head: "Browser" }, { key: "began", head: "Began", wideOnly: true }, { key: "seen", head: "Last used" }, { key: "end", head: "Ends at the latest", wideOnly: true }]}
        rows={sessions.map(({ createdAt, seenAt, expiresAt, agent, current }, index) => ({
          key: `${createdAt} ${index}`,
          cells: {
            agent: <span title={agent ?? undefined}>{browserWords(agent)}{current && <span className="ml-2 text-ink-3">this one</span>}</span>,
            began: <Instant at={createdAt} short />, seen: <Instant at={seenAt} short />, end: <Instant at={expiresAt} short />,
          },
        }))}
      />
    </Panel>
  );
}
