import type { Metadata } from "next";
import { pageViewer } from "@/app/page-viewer";
import { EntryCard } from "@/components/sign-in/entry-card";
import { ResetForm } from "@/components/sign-in/reset-form";
import { PASSWORD_MIN_LENGTH } from "@/lib/accounts/password-length";

export const metadata: Metadata = { title: "New password" };

export default async function ResetPage() {
  await pageViewer("public");
  return (
    <EntryCard title="Choose a new password" note="The link works once. All earlier sessions end.">
      <ResetForm passwordMinLength={PASSWORD_MIN_LENGTH} />
    </EntryCard>
  );
}
