import { Archive, CircleDashed, Clock, ClockAlert, OctagonX, Play, Siren, TriangleAlert, type LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import { ActiveDot, Mark } from "@/components/ui/mark";
import type { MarkIcon, NodeMark } from "./mark-words";

const ICONS: Record<Exclude<MarkIcon, "active" | "counted">, LucideIcon> = {
  missing: CircleDashed, archive: Archive, failed: OctagonX, running: Play, fresh: Clock, late: ClockAlert, quality: TriangleAlert, incident: Siren,
};

function icon(name: MarkIcon): ReactNode {
  if (name === "counted") return null;
  if (name === "active") return <ActiveDot size={14} />;
  const Icon = ICONS[name];
  return <Icon size={13} strokeWidth={2} aria-hidden />;
}

/** Marks in a row, each explained by its tooltip. */
export function MarkLine({ marks }: { marks: readonly NodeMark[] }) {
  return marks.map(({ key, word, title, tone, icon: name }) => (
    <span key={key} title={title} className="inline-flex flex-none"><Mark small tone={tone} icon={icon(name)}>{word}</Mark></span>
  ));
}
