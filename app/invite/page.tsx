import type { Metadata } from "next";
import { pageViewer } from "@/app/page-viewer";
import { AcceptForm } from "@/components/sign-in/accept-form";
import { EntryCard } from "@/components/sign-in/entry-card";
import { PASSWORD_MIN_LENGTH } from "@/lib/accounts/password-length";

export const metadata: Metadata = { title: "Invitation" };

export default async function InvitePage() {
  const viewer = await pageViewer("public");
  const note = "You are invited to see where data comes from and what depends on it.";
  return (
    <EntryCard title="Join Headwater" note={viewer ? `${note} You are signed in as ${viewer.name}: accepting ends that session.` : note}>
      <AcceptForm passwordMinLength={PASSWORD_MIN_LENGTH} />
    </EntryCard>
  );
}
