"use client";
import { useRouter } from "next/navigation";
import { TimeBar } from "@/components/lineage/time-bar";
import { impactViewHref, type ImpactView } from "@/lib/impact-view";
import type { Watermark } from "@/lib/layout/picture";

/** The instant that is looked at; it is part of the address. */
export function ImpactTime({ view, watermark }: { view: ImpactView; watermark: Watermark }) {
  const router = useRouter();
  return <TimeBar key={view.asOf} asOf={view.asOf} watermark={watermark} onAsOf={(asOf) => router.push(impactViewHref({ ...view, asOf }))} className="sticky bottom-0 z-10 narrow:static" />;
}
