import type { Metadata } from "next";
import { pageViewer } from "@/app/page-viewer";
import { counted } from "@/components/format";
import { InviteButton } from "@/components/people/invite-button";
import { RoleMatrix } from "@/components/people/role-matrix";
import { InvitationsPanel, UsersPanel } from "@/components/people/users-panel";
import { PageBody, PageHead } from "@/components/shell/page-head";
import { Shell } from "@/components/shell/shell";
import { services } from "@/graph/services";
import { may } from "@/lib/access/policy";
import { toInvitationAnswer, toUserAnswer } from "@/lib/accounts/people-schemas";
import { USER_ROLES } from "@/lib/accounts/users";
import { nowMicros } from "@/lib/time";
import { nameById } from "./name-by-id";

export const metadata: Metadata = { title: "People" };

export default async function PeoplePage() {
  const viewer = await pageViewer("user:read");
  const { accounts } = services();
  const mayChange = may(viewer, "user:write");
  const users = accounts.listUsers(viewer);
  const nameOf = nameById(viewer);
  const now = nowMicros();
  const invitations = accounts.listInvitations(viewer).map((it) => ({ ...toInvitationAnswer(it), invitedBy: nameOf(it.createdBy), over: it.expiresAt <= now }));
  const active = users.filter(({ deactivatedAt }) => deactivatedAt === null).length;
  return (
    <Shell viewer={viewer} current="people">
      <main id="main">
        <PageHead
          title="People"
          note={`${counted(active, "person", "people")} may come in${users.length > active ? `, ${users.length - active} deactivated` : ""}. ${viewer.namespaces === null ? "" : "Those whose namespaces you have. "}Every change is in the ledger.`}
          actions={mayChange && <InviteButton roles={USER_ROLES} own={viewer.namespaces} />}
        />
        <PageBody>
          <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
            <UsersPanel users={users.map((user) => ({ ...toUserAnswer(user), self: viewer.id === `user:${user.id}` }))} />
            <InvitationsPanel invitations={invitations} mayChange={mayChange} />
            <RoleMatrix />
          </div>
        </PageBody>
      </main>
    </Shell>
  );
}
