import type { Metadata } from "next";
import { headers } from "next/headers";
import { askForPage } from "@/app/ask-for-page";
import { loadHome, recordCount } from "@/app/load-home";
import { pageViewer } from "@/app/page-viewer";
import { FirstRun } from "@/components/home/first-run";
import { HomeView } from "@/components/home/home-view";
import { statusSentence } from "@/components/status/status";
import { Shell } from "@/components/shell/shell";
import { findStatus } from "@/graph/queries/find-status";
import { services } from "@/graph/services";
import { may } from "@/lib/access/policy";
import { ownOrigin } from "@/lib/accounts/request-headers";
import { exampleTime } from "@/lib/connect/snippets";

export const metadata: Metadata = { title: "Home" };

export default async function HomePage() {
  const viewer = await pageViewer("lineage:read");
  const records = recordCount();
  if (records === 0) {
    const origin = ownOrigin(await headers()) ?? "http://127.0.0.1:3000";
    const standing = statusSentence(await findStatus(viewer));
    return <Shell viewer={viewer} current="home" search={false}><FirstRun origin={origin} now={exampleTime()} projected={services().ledger.size()} mayMakeTokens={may(viewer, "token:write")} own={viewer.namespaces} standing={standing} /></Shell>;
  }
  const home = await askForPage("home", () => loadHome(viewer));
  return <Shell viewer={viewer} current="home" search={false}><HomeView home={home.found} away={home.why === "failed" ? home.away : null} records={records} /></Shell>;
}
