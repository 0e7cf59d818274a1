import { PageSkeleton } from "@/components/shell/page-skeleton";

export default function StatusLoading() {
  return <PageSkeleton label="Loading the status" />;
}
