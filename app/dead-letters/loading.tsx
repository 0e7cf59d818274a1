import { PageSkeleton } from "@/components/shell/page-skeleton";

export default function DeadLettersLoading() {
  return <PageSkeleton label="Loading the dead letters" />;
}
