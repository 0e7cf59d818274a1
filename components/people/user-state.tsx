import { Ban } from "lucide-react";
import { ActiveDot, Mark } from "@/components/ui/mark";

/** Whether a user may come in. */
export function UserState({ deactivatedAt }: { deactivatedAt: string | null }) {
  return deactivatedAt === null ? <Mark tone="quiet" icon={<ActiveDot size={12} />}>Active</Mark> : <Mark tone="warn" icon={<Ban size={14} strokeWidth={1.75} aria-hidden />}>Deactivated</Mark>;
}
