import { PageSkeleton } from "@/components/shell/page-skeleton";

export default function LedgerLoading() {
  return <PageSkeleton label="Loading the ledger" />;
}
