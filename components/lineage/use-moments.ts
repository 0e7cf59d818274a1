"use client";
import { useEffect, useState } from "react";
import type { Moments } from "@/lib/lineage/moments";

export type MomentsState = { status: "waiting"; moments: null } | { status: "failed"; moments: null } | { status: "answered"; moments: Moments };

/**
 * The moments that the server sends after the picture. While the next ones are on their way those before stay: the same lineage, looked at
 * at another instant, mostly has the same. `about` names the lineage; another one begins without any.
 */
export function useMoments(sent: Promise<Moments | null> | null, about: string): MomentsState {
  const [known, setKnown] = useState<{ about: string; state: MomentsState } | null>(null);
  useEffect(() => {
    let isCurrent = true;
    const take = (moments: Moments | null) => isCurrent && setKnown({ about, state: moments === null ? { status: "failed", moments } : { status: "answered", moments } });
    if (sent !== null) sent.then(take, () => take(null));
    return () => {
      isCurrent = false;
    };
  }, [sent, about]);
  return known?.about === about ? known.state : { status: "waiting", moments: null };
}
