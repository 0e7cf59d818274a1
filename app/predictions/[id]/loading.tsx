import { PageSkeleton } from "@/components/shell/page-skeleton";

export default function PredictionLoading() {
  return <PageSkeleton label="Loading the prediction" panels={3} />;
}
