import { Skeleton } from "@/components/ui/skeleton";

const ROWS = ["w-40", "w-32", "w-44", "w-36", "w-28", "w-40"];
const CARDS = [[24, 76], [24, 176], [24, 276], [312, 126], [312, 226], [600, 176]] as const;

/** The lineage view in grey, in place, from 200 ms on. */
export default function LineageLoading() {
  return (
    <main id="main" aria-busy="true" aria-label="Loading lineage" className="grid h-screen grid-rows-[48px_48px_48px_minmax(0,1fr)]">
      <div className="border-b border-line bg-surface" />
      <div className="flex items-center gap-3 border-b border-line bg-surface px-4"><Skeleton className="appear-late size-6" /><Skeleton className="appear-late h-4 w-48" /></div>
      <div className="flex items-center gap-2 border-b border-line bg-surface px-4"><Skeleton className="appear-late h-8 w-44" /><Skeleton className="appear-late h-8 w-56" /></div>
      <div className="flex min-h-0">
        <div className="appear-late w-[264px] border-r border-line bg-surface p-3 narrow:w-full">
          {ROWS.map((width, index) => <div key={index} className="flex h-7 items-center gap-2 narrow:h-11"><Skeleton className="size-4" /><Skeleton className={`h-3 ${width}`} /></div>)}
        </div>
        <div className="dotted relative flex-1 overflow-hidden narrow:hidden">
          {CARDS.map(([left, top]) => (
            <div key={`${left} ${top}`} style={{ left, top }} className="appear-late absolute grid h-[68px] w-[208px] grid-cols-[24px_1fr] content-start gap-x-2 gap-y-1.5 rounded border border-line-strong bg-surface px-2.5 py-2.5">
              <Skeleton className="row-span-2 size-6" /><Skeleton className="h-3 w-28" /><Skeleton className="h-3 w-16" /><Skeleton className="col-span-2 h-3 w-36" />
            </div>
          ))}
        </div>
      </div>
    </main>
  );
}
