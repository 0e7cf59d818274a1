import type { Metadata } from "next";
import { pageViewer } from "@/app/page-viewer";
import { EntryCard } from "@/components/sign-in/entry-card";
import { ResetForm } from "@/components/sign-in/reset-form";
import { PASSWORD_MIN_LENGTH } from "@/lib/accounts/password-length";

export const metadata: Metadata = { title: "New password" };

export default async function ResetPage() {
  await pageViewer("public");
  return (
    <EntryCard title="Choose a new password" note="The link works once. Every session of before ends.">
      <ResetForm passwordMinLength={PASSWORD_MIN_LENGTH} />
    </EntryCard>
  );
}
