import Link from "next/link";

/** The mark and the name, leading home. */
export function Logo() {
  return (
    <Link href="/" className="flex items-center gap-2 text-15 font-semibold tracking-[-0.015em]">
      <svg width="20" height="20" viewBox="0 0 20 20" fill="none" stroke="currentColor" strokeWidth="2" strokeLinecap="round" aria-hidden>
        <path d="M2 4c5 0 5 6 9 6h7M2 16c5 0 5-6 9-6M2 10h6" />
      </svg>
      Headwater
    </Link>
  );
}
