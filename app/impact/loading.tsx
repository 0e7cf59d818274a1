import { PageSkeleton } from "@/components/shell/page-skeleton";

export default function ImpactLoading() {
  return <PageSkeleton label="Loading impact" panels={3} />;
}
