import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { pageViewer } from "@/app/page-viewer";
import { EntryCard } from "@/components/sign-in/entry-card";
import { SignInForm } from "@/components/sign-in/sign-in-form";
import { services } from "@/graph/services";
import { safeReturnPath } from "@/lib/access/page-path";

export const metadata: Metadata = { title: "Sign in" };

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function SignInPage(props: Props) {
  const viewer = await pageViewer("public");
  const { next } = await props.searchParams;
  const returnPath = safeReturnPath(typeof next === "string" ? next : null);
  if (viewer) redirect(returnPath);
  if (!services().accounts.hasUsers()) redirect("/setup");
  return (
    <EntryCard title="Sign in" note="Lineage is shown to people who have an account here.">
      <SignInForm returnPath={returnPath} />
    </EntryCard>
  );
}
