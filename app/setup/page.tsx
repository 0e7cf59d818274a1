import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { pageViewer } from "@/app/page-viewer";
import { EntryCard } from "@/components/sign-in/entry-card";
import { SetupForm } from "@/components/sign-in/setup-form";
import { services } from "@/graph/services";
import { PASSWORD_MIN_LENGTH } from "@/lib/accounts/password-length";

export const metadata: Metadata = { title: "Set up" };

export default async function SetupPage() {
  const viewer = await pageViewer("public");
  if (services().accounts.hasUsers()) redirect(viewer ? "/" : "/sign-in");
  return (
    <EntryCard title="Set up Headwater" note="Make the first administrator. The set-up link works once, within 30 minutes of the start.">
      <SetupForm passwordMinLength={PASSWORD_MIN_LENGTH} />
    </EntryCard>
  );
}
