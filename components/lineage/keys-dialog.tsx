import { Dialog } from "@/components/ui/dialog";
import { Kbd } from "@/components/ui/kbd";

const KEYS: readonly { title: string; keys: readonly [string, string][] }[] = [
  { title: "In the outline", keys: [
    ["↑ ↓", "The row above, the row below"], ["→ ←", "Open or enter, close or go up"], ["Home End", "First row, last row"], ["⏎", "Select, and show in the picture"],
    ["⇧ ⏎", "Start from here"], ["+", "Show more of this side"], ["*", "Show all of this side"], ["−", "Fold this side up"], ["h", "Hide"], ["p", "All ways to what is selected"], ["e", "Evidence"],
  ] },
  { title: "Anywhere", keys: [["f", "Find in the picture"], ["Ctrl Z", "Undo"], ["Ctrl ⇧ Z", "Redo"], ["Esc", "Select nothing"], ["Ctrl K", "Search everything"], ["?", "These keys"]] },
  { title: "With the pointer", keys: [["Click", "Select"], ["⇧ Click", "All ways to what is selected"], ["Double click", "Start from here"], ["Right click", "What can be done"]] },
];

/** All keys of the explorer. */
export function KeysDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  return (
    <Dialog title="Keys" open={open} onClose={onClose}>
      {KEYS.map(({ title, keys }) => (
        <section key={title}>
          <h3 className="mb-1.5 text-12">{title}</h3>
          <dl className="grid grid-cols-[112px_minmax(0,1fr)] items-center gap-y-1 text-12">
            {keys.map(([key, what]) => <div key={key} className="contents"><dt><Kbd>{key}</Kbd></dt><dd className="text-ink-2">{what}</dd></div>)}
          </dl>
        </section>
      ))}
    </Dialog>
  );
}
