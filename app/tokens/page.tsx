import type { Metadata } from "next";
import { pageViewer } from "@/app/page-viewer";
import { nameById } from "@/app/people/name-by-id";
import { MakeTokenButton } from "@/components/people/make-token-button";
import { TokensPanel } from "@/components/people/tokens-panel";
import { PageBody, PageHead } from "@/components/shell/page-head";
import { Shell } from "@/components/shell/shell";
import { services } from "@/graph/services";
import { may } from "@/lib/access/policy";
import { toTokenAnswer } from "@/lib/accounts/account-schemas";
import { TOKEN_ROLES } from "@/lib/accounts/tokens";
import { nowMicros } from "@/lib/time";

export const metadata: Metadata = { title: "API tokens" };

export default async function TokensPage() {
  const viewer = await pageViewer("token:read");
  const mayChange = may(viewer, "token:write");
  const nameOf = nameById(viewer);
  const now = nowMicros();
  const tokens = services().accounts.listTokens(viewer).map((token) => ({
    ...toTokenAnswer(token),
    madeBy: nameOf(token.createdBy),
    state: token.revokedAt !== null ? ("revoked" as const) : token.expiresAt <= now ? ("expired" as const) : ("active" as const),
  }));
  return (
    <Shell viewer={viewer} current="tokens">
      <main id="main">
        <PageHead
          title="API tokens"
          note={`What machines sign in with. ${viewer.namespaces === null ? "" : "Those whose namespaces you have. "}A token is shown once, when it is made.`}
          actions={mayChange && <MakeTokenButton roles={TOKEN_ROLES} own={viewer.namespaces} />}
        />
        <PageBody><TokensPanel tokens={tokens} mayChange={mayChange} /></PageBody>
      </main>
    </Shell>
  );
}
