import { PageSkeleton } from "@/components/shell/page-skeleton";

export default function IncidentLoading() {
  return <PageSkeleton label="Loading the incident" />;
}
