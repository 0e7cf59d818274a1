"use client";
import { SearchBox } from "@/components/search/search-box";
import { impactHref } from "@/lib/page-hrefs";

/** The search that an impact begins with. */
export function ImpactSearch() {
  return <SearchBox place="page" autoFocus label="Search for what is lost" placeholder="Part of its name" toHref={(ref) => impactHref([ref])} />;
}
