import { SearchX } from "lucide-react";
import Link from "next/link";
import { Logo } from "@/components/shell/logo";
import { buttonClass } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";

/** An address that leads nowhere, or to what the viewer may not see: both read the same. */
export default function NotFoundPage() {
  return (
    <>
      <header className="flex h-12 items-center border-b border-line bg-surface px-4"><Logo /></header>
      <main id="main" className="mx-auto max-w-lg px-8 pt-16 narrow:px-3 narrow:pt-6">
        <div className="rounded border border-line bg-surface p-4">
          <Notice level="h1" icon={<SearchX size={20} strokeWidth={1.75} aria-hidden />} title="You may not see this page" actions={<Link href="/" className={buttonClass()}>Home</Link>}>
            It may not exist.
          </Notice>
        </div>
      </main>
    </>
  );
}
