import type { Metadata } from "next";
import { headers } from "next/headers";
import { pageViewer } from "@/app/page-viewer";
import { ChangePassword } from "@/components/people/change-password";
import { namespaceWords, ROLE_LINES, ROLE_WORDS } from "@/components/people/access-words";
import { RoleActions } from "@/components/people/role-matrix";
import { SessionsPanel } from "@/components/people/sessions-panel";
import { PageBody, PageHead } from "@/components/shell/page-head";
import { Shell } from "@/components/shell/shell";
import { Fact, Facts } from "@/components/ui/facts";
import { Panel } from "@/components/ui/panel";
import { services } from "@/graph/services";
import { identify } from "@/lib/accounts/authenticate";
import { PASSWORD_MIN_LENGTH } from "@/lib/accounts/password-length";
import { toSessionsAnswer } from "@/lib/accounts/people-schemas";

export const metadata: Metadata = { title: "Account" };

export default async function AccountPage() {
  const viewer = await pageViewer("self");
  const { accounts, env } = services();
  const identity = identify(await headers(), accounts, env);
  const sessions = toSessionsAnswer(accounts.listSessions(viewer, identity?.by === "session" ? identity.sessionId : null)).results;
  return (
    <Shell viewer={viewer} current="account">
      <main id="main">
        <PageHead title={viewer.name} note={`${ROLE_WORDS[viewer.role]}. ${ROLE_LINES[viewer.role]}`} />
        <PageBody>
          <div className="grid grid-cols-2 items-start gap-4 narrow:grid-cols-[minmax(0,1fr)]">
            <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
              <Panel title="Who you are here" note="an administrator changes it">
                <Facts>
                  <Fact term="Name">{viewer.name}</Fact>
                  <Fact term="Role">{ROLE_WORDS[viewer.role]}</Fact>
                  <Fact term="You see"><span className={viewer.namespaces === null ? "" : "mono"}>{namespaceWords(viewer.namespaces)}</span></Fact>
                  <Fact term="In the ledger as"><span className="mono break-all">{viewer.id}</span></Fact>
                </Facts>
              </Panel>
              <Panel title="What you may do" note="within your namespaces"><RoleActions role={viewer.role} /></Panel>
            </div>
            <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
              {sessions.length > 0 && <SessionsPanel sessions={sessions} />}
              {viewer.id.startsWith("user:") && <ChangePassword passwordMinLength={PASSWORD_MIN_LENGTH} />}
            </div>
          </div>
        </PageBody>
      </main>
    </Shell>
  );
}
