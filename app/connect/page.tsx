import type { Metadata } from "next";
import Link from "next/link";
import { headers } from "next/headers";
import { pageViewer } from "@/app/page-viewer";
import { ConnectSteps } from "@/components/connect/connect-steps";
import { PageHead } from "@/components/shell/page-head";
import { Shell } from "@/components/shell/shell";
import { may } from "@/lib/access/policy";
import { ownOrigin } from "@/lib/accounts/request-headers";
import { exampleTime } from "@/lib/connect/snippets";

export const metadata: Metadata = { title: "Connect" };

export default async function ConnectPage() {
  const viewer = await pageViewer("lineage:read");
  const origin = ownOrigin(await headers()) ?? "http://127.0.0.1:3000";
  return (
    <Shell viewer={viewer} current="connect">
      <main id="main">
        <PageHead title="Connect a pipeline" note="Headwater takes OpenLineage and CloudEvents over HTTP. What is answered with 2xx is on disk." />
        <div className="mx-auto max-w-[880px] px-8 pt-2 pb-12 narrow:px-3">
          <ConnectSteps origin={origin} now={exampleTime()} mayMakeTokens={may(viewer, "token:write")} own={viewer.namespaces} />
          <p className="mt-4 text-12 text-ink-3">
            Every accepted event is in the <Link href="/ledger" className="text-ink-2 underline hover:text-accent">ledger</Link>. The routes and all event types are in{" "}
            <a href="/api/v1/openapi.json" className="text-ink-2 underline hover:text-accent">the interface&apos;s description</a>.
          </p>
        </div>
      </main>
    </Shell>
  );
}
