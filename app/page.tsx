import type { Metadata } from "next";
import { headers } from "next/headers";
import { loadHereNow, recordCount } from "@/app/load-home";
import { pageViewer } from "@/app/page-viewer";
import { FirstRun } from "@/components/home/first-run";
import type { HereNow } from "@/components/home/here-now";
import { HomeView } from "@/components/home/home-view";
import { Shell } from "@/components/shell/shell";
import { may } from "@/lib/access/policy";
import type { Viewer } from "@/lib/access/viewer";
import { ownOrigin } from "@/lib/accounts/request-headers";
import { AppError } from "@/lib/errors";
import { log } from "@/lib/log";

export const metadata: Metadata = { title: "Home" };

/** `null` when the graph did not answer: the ledger still does, and so does this page. */
async function hereNowIfUp(viewer: Viewer): Promise<HereNow | null> {
  try {
    return await loadHereNow(viewer);
  } catch (error) {
    if (!(error instanceof AppError) || (error.code !== "unavailable" && error.code !== "timed_out")) throw error;
    log.warn("the home page was not answered", { code: error.code });
    return null;
  }
}

export default async function HomePage() {
  const viewer = await pageViewer("lineage:read");
  const records = recordCount();
  if (records === 0) {
    const origin = ownOrigin(await headers()) ?? "http://127.0.0.1:3000";
    return <Shell viewer={viewer} current="home" search={false}><FirstRun origin={origin} mayMakeTokens={may(viewer, "token:write")} /></Shell>;
  }
  return <Shell viewer={viewer} current="home" search={false}><HomeView hereNow={await hereNowIfUp(viewer)} records={records} /></Shell>;
}
