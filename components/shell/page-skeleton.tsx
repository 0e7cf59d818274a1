import { Skeleton } from "@/components/ui/skeleton";

const ROWS = ["w-64", "w-48", "w-56", "w-40", "w-52", "w-44"];

/** A page of panels in grey, as high as what replaces it, from 200 ms on. `label` says what is loading. */
export function PageSkeleton({ label, panels = 2 }: { label: string; panels?: number }) {
  return (
    <main id="main" aria-busy="true" aria-label={label}>
      <div className="h-12 border-b border-line bg-surface" />
      <div className="border-b border-line bg-surface px-6 py-3 narrow:px-3">
        <div className="appear-late flex items-center gap-4"><Skeleton className="size-8" /><div className="grid gap-2"><Skeleton className="h-4 w-64" /><Skeleton className="h-3 w-40" /></div></div>
      </div>
      <div className="mx-auto grid max-w-[1440px] gap-4 px-6 py-4 narrow:px-3">
        {Array.from({ length: panels }, (_, panel) => (
          <div key={panel} className="rounded border border-line bg-surface">
            <div className="flex h-10 items-center border-b border-line px-4"><Skeleton className="appear-late h-3 w-32" /></div>
            {ROWS.map((width) => <div key={width} className="flex h-8 items-center gap-3 px-4"><Skeleton className="appear-late size-4" /><Skeleton className={`appear-late h-3 ${width}`} /></div>)}
          </div>
        ))}
      </div>
    </main>
  );
}
