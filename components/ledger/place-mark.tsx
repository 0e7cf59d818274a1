import { Check, CircleQuestionMark, Hourglass, TriangleAlert, Undo2 } from "lucide-react";
import { Mark, Pill } from "@/components/ui/mark";
import { PLACE_WORDS, type Place } from "./record-words";

const ICONS = { graph: Check, waiting: Hourglass, dead: TriangleAlert, retracted: Undo2, unknown: CircleQuestionMark } as const;

/** Where a record is, as mark and word. */
export function PlaceMark({ place }: { place: Place }) {
  const { word, tone } = PLACE_WORDS[place];
  const Icon = ICONS[place];
  return <Mark tone={tone} icon={<Icon size={14} strokeWidth={1.75} aria-hidden />}>{word}</Mark>;
}

/** The same in the head of a page. */
export function PlacePill({ place }: { place: Place }) {
  const { word, tone } = PLACE_WORDS[place];
  const Icon = ICONS[place];
  return <Pill tone={tone} icon={<Icon size={14} strokeWidth={1.75} aria-hidden />}>{word}</Pill>;
}
