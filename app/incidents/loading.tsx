import { PageSkeleton } from "@/components/shell/page-skeleton";

export default function IncidentsLoading() {
  return <PageSkeleton label="Loading incidents" />;
}
