import { PageSkeleton } from "@/components/shell/page-skeleton";

export default function NodeLoading() {
  return <PageSkeleton label="Loading this node" />;
}
