import "server-only";
import { headers } from "next/headers";
import { notFound, redirect } from "next/navigation";
import { services } from "@/graph/services";
import { may, type Action } from "@/lib/access/policy";
import type { Viewer } from "@/lib/access/viewer";
import { authenticate } from "@/lib/accounts/authenticate";
import { PAGE_PATH_HEADER } from "@/lib/access/page-path";

/**
 * Who looks at a page that asks for `action`: every page calls it first. Without a sign-in it leads to /sign-in (and back), or to /setup
 * while nobody has an account; a page one may not see reads like one that does not exist. For `public` it may be nobody.
 */
export async function pageViewer(action: "public"): Promise<Viewer | null>;
export async function pageViewer(action: Action): Promise<Viewer>;
export async function pageViewer(action: Action): Promise<Viewer | null> {
  const { accounts, env } = services();
  const requestHeaders = await headers();
  const viewer = authenticate(requestHeaders, accounts, env);
  if (may(viewer, action)) return viewer;
  if (viewer !== null) notFound();
  if (!accounts.hasUsers()) redirect("/setup");
  const path = requestHeaders.get(PAGE_PATH_HEADER);
  redirect(path === null || path === "/" ? "/sign-in" : `/sign-in?next=${encodeURIComponent(path)}`);
}
