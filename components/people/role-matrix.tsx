import { Check } from "lucide-react";
import { Panel } from "@/components/ui/panel";
import { Table } from "@/components/ui/table";
import { ACTIONS, may } from "@/lib/access/policy";
import { ROLES, type Viewer } from "@/lib/access/viewer";
import { ACTION_WORDS, ROLE_LINES, ROLE_WORDS } from "./access-words";

const someone = (role: Viewer["role"]): Viewer => ({ id: role, name: role, role, namespaces: null });
const TOLD = ACTIONS.filter((action) => ACTION_WORDS[action] !== null);

/** What each role may do, read from the list that decides it. */
export function RoleMatrix() {
  return (
    <Panel title="What each role may do" note="within its namespaces">
      <div className="wide:hidden">
        {ROLES.map((role) => (
          <details key={role} className="border-b border-line last:border-0">
            <summary className="flex min-h-11 items-center px-4 text-12 font-medium">{ROLE_WORDS[role]}</summary>
            <RoleActions role={role} />
          </details>
        ))}
      </div>
      <div className="narrow:hidden">
        <Table
        caption="What each role may do"
        columns={[{ key: "action", head: "Action" }, ...ROLES.map((role) => ({ key: role, head: ROLE_WORDS[role], className: "w-24 !text-center" }))]}
        rows={TOLD.map((action) => ({
          key: action,
          cells: { action: ACTION_WORDS[action], ...Object.fromEntries(ROLES.map((role) => [role, <Verdict key={role} yes={may(someone(role), action)} />])) },
        }))}
        />
      </div>
    </Panel>
  );
}

function Verdict({ yes }: { yes: boolean }) {
  return yes ? <span className="inline-flex align-middle"><Check size={16} strokeWidth={2} aria-hidden /><span className="sr-only">Yes</span></span> : <span className="text-ink-3"><span aria-hidden>–</span><span className="sr-only">No</span></span>;
}

/** What one role may do, as a list. */
export function RoleActions({ role }: { role: Viewer["role"] }) {
  return (
    <ul className="grid gap-1 px-4 py-3 text-12">
      <li className="mb-1 text-ink-2">{ROLE_LINES[role]}</li>
      {TOLD.filter((action) => may(someone(role), action)).map((action) => (
        <li key={action} className="flex items-start gap-2"><Check size={14} strokeWidth={2} aria-hidden className="mt-px text-ink-3" />{ACTION_WORDS[action]}</li>
      ))}
    </ul>
  );
}
