import { Archive, CircleDashed, OctagonX, Play } from "lucide-react";
import type { ReactNode } from "react";
import { ActiveDot, Mark, Pill } from "@/components/ui/mark";
import { stateWord, type StateIcon } from "./node-words";

function icon(name: StateIcon, size: number): ReactNode {
  switch (name) {
    case "active": return <ActiveDot size={size} />;
    case "missing": return <CircleDashed size={size} aria-hidden />;
    case "archive": return <Archive size={size} aria-hidden />;
    case "failed": return <OctagonX size={size} aria-hidden />;
    case "running": return <Play size={size} aria-hidden />;
    case "counted": return null;
  }
}

/** A state as mark and word; nothing for a state without a word. */
export function StateMark({ state, small = false }: { state: string | null; small?: boolean }) {
  const said = stateWord(state);
  return said && <Mark tone={said.tone} small={small} icon={icon(said.icon, 14)}>{said.word}</Mark>;
}

/** A state in the head of a page. */
export function StatePill({ state }: { state: string | null }) {
  const said = stateWord(state);
  return said && <Pill tone={said.tone} icon={icon(said.icon, 14)}>{said.word}</Pill>;
}
