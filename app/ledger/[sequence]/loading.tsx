import { PageSkeleton } from "@/components/shell/page-skeleton";

export default function RecordLoading() {
  return <PageSkeleton label="Loading the record" />;
}
