import { Unlink } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { buttonClass } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";

/** A link that makes nothing any more. */
export function BrokenLink({ title = "This link is over", children }: { title?: string; children: ReactNode }) {
  return <div role="alert"><Notice icon={<Unlink size={20} strokeWidth={1.75} aria-hidden />} title={title} actions={<Link href="/sign-in" className={buttonClass()}>Sign in</Link>}>{children}</Notice></div>;
}
