import type { Metadata } from "next";
import { headers } from "next/headers";
import { askForPage } from "@/app/ask-for-page";
import { loadHome, recordCount } from "@/app/load-home";
import { pageViewer } from "@/app/page-viewer";
import { FirstRun } from "@/components/home/first-run";
import { HomeView } from "@/components/home/home-view";
import { Shell } from "@/components/shell/shell";
import { services } from "@/graph/services";
import { may } from "@/lib/access/policy";
import { ownOrigin } from "@/lib/accounts/request-headers";

export const metadata: Metadata = { title: "Home" };

export default async function HomePage() {
  const viewer = await pageViewer("lineage:read");
  const records = recordCount();
  if (records === 0) {
    const origin = ownOrigin(await headers()) ?? "http://127.0.0.1:3000";
    return <Shell viewer={viewer} current="home" search={false}><FirstRun origin={origin} projected={services().ledger.size()} mayMakeTokens={may(viewer, "token:write")} /></Shell>;
  }
  const home = await askForPage("home", () => loadHome(viewer));
  return <Shell viewer={viewer} current="home" search={false}><HomeView home={home.found} failedAt={home.why === "failed" ? home.at : ""} records={records} /></Shell>;
}
