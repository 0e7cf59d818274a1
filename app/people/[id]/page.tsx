import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { nameById } from "@/app/people/name-by-id";
import { pageViewer } from "@/app/page-viewer";
import { AccessHistory, type AccessEntry } from "@/components/people/access-history";
import { ACCESS_EVENT_WORDS, namespaceWords, ROLE_LINES, ROLE_WORDS } from "@/components/people/access-words";
import { ChangePresence, ChangeRights } from "@/components/people/change-rights";
import { ResetLinkButton } from "@/components/people/reset-link-button";
import { UserState } from "@/components/people/user-state";
import { PageBody, PageHead } from "@/components/shell/page-head";
import { Shell } from "@/components/shell/shell";
import { Fact, Facts } from "@/components/ui/facts";
import { Instant } from "@/components/ui/instant";
import { Panel } from "@/components/ui/panel";
import { services } from "@/graph/services";
import { may } from "@/lib/access/policy";
import { maySeeRecord } from "@/lib/access/record-access";
import type { Viewer } from "@/lib/access/viewer";
import { toUserAnswer } from "@/lib/accounts/people-schemas";
import { USER_ROLES, type UserInfo } from "@/lib/accounts/users";
import { AppError } from "@/lib/errors";
import { formatInstant } from "@/lib/time";

type Props = { params: Promise<{ id: string }> };

const LATEST = 20;

export const metadata: Metadata = { title: "Person" };

export default async function PersonPage(props: Props) {
  const viewer = await pageViewer("user:read");
  const user = userOrNone(viewer, (await props.params).id);
  if (!user) notFound();
  const shown = toUserAnswer(user);
  const self = viewer.id === `user:${user.id}`;
  const mayChange = may(viewer, "user:write") && !self;
  const changed = { id: user.id, name: user.name, role: user.role, namespaces: user.namespaces };
  const tokens = services().accounts.tokensMadeBy(viewer, user.id).map(({ id, name, namespaces }) => ({ id, name, namespaces }));
  const { entries, more } = historyOf(viewer, user.id);
  return (
    <Shell viewer={viewer} current="people">
      <main id="main">
        <PageHead
          title={user.name}
          marks={<UserState deactivatedAt={shown.deactivatedAt} />}
          note={`${ROLE_WORDS[user.role]}. ${ROLE_LINES[user.role]}`}
          actions={mayChange && (
            <>
              {user.deactivatedAt === null && <ResetLinkButton user={changed} />}
              <ChangePresence user={changed} active={user.deactivatedAt === null} tokens={tokens} />
            </>
          )}
        />
        <PageBody>
          <div className="grid grid-cols-2 items-start gap-4 narrow:grid-cols-[minmax(0,1fr)]">
            <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
              <Panel title="Facts" note="times in UTC">
                <Facts>
                  <Fact term="Role">{ROLE_WORDS[user.role]}</Fact>
                  <Fact term="Namespaces"><span className={user.namespaces === null ? "" : "mono"}>{namespaceWords(user.namespaces)}</span></Fact>
                  <Fact term="Here since"><Instant at={shown.createdAt} /></Fact>
                  <Fact term="Last seen">{shown.seenAt ? <Instant at={shown.seenAt} short /> : "Never"}</Fact>
                  {shown.deactivatedAt && <Fact term="Deactivated"><Instant at={shown.deactivatedAt} /></Fact>}
                  <Fact term="Tokens made">{tokens.length === 0 ? "None that hold" : tokens.map(({ name }) => name).join(", ")}</Fact>
                  <Fact term="In the ledger as"><span className="mono break-all">user:{user.id}</span></Fact>
                </Facts>
              </Panel>
              <AccessHistory entries={entries} more={more} />
            </div>
            <Panel title="What they may do" note={mayChange ? "their sessions end with a change" : undefined}>
              {mayChange ? (
                <ChangeRights key={`${user.role} ${namespaceWords(user.namespaces)}`} user={changed} roles={USER_ROLES} own={viewer.namespaces} tokens={tokens} />
              ) : (
                <p className="px-4 py-3 text-12 text-ink-2">{ROLE_WORDS[user.role]}, {namespaceWords(user.namespaces)}. {self ? "Another administrator changes your own rights." : "Administrators change it."}</p>
              )}
            </Panel>
          </div>
        </PageBody>
      </main>
    </Shell>
  );
}

function userOrNone(viewer: Viewer, id: string): UserInfo | null {
  try {
    return services().accounts.getUser(viewer, id);
  } catch (error) {
    if (error instanceof AppError && error.code === "not_found") return null;
    throw error;
  }
}

/** What the ledger says of a user, and of what they did to others, newest first. */
function historyOf(viewer: Viewer, userId: string): { entries: AccessEntry[]; more: boolean } {
  const { ledger } = services();
  const sequences = ledger.recordsAbout(`user:${userId}`, { limit: LATEST + 1 });
  const nameOf = nameById(viewer);
  const entries = sequences.slice(0, LATEST).flatMap((sequence) => {
    const record = ledger.read(sequence);
    if (record === null || record.kind !== "access" || !maySeeRecord(ledger, viewer, record)) return [];
    const word = ACCESS_EVENT_WORDS[record.type as keyof typeof ACCESS_EVENT_WORDS];
    const what = record.subject === `user:${userId}` ? word : `${word}: ${aboutWord(nameOf, record.subject)}`;
    return [{ sequence, what, by: nameOf(record.actor), at: formatInstant(record.recordedAt) }];
  });
  return { entries, more: sequences.length > LATEST };
}

const aboutWord = (nameOf: (id: string) => string, subject: string): string => (subject.startsWith("invitation:") ? subject.slice("invitation:".length) : nameOf(subject));
