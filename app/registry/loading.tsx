import { PageSkeleton } from "@/components/shell/page-skeleton";

export default function RegistryLoading() {
  return <PageSkeleton label="Loading the registry" panels={1} />;
}
