"use client";
import { Radio } from "lucide-react";
import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import * as z from "zod/mini";
import { getJson } from "@/components/api-client";
import { counted } from "@/components/format";
import { Mark } from "@/components/ui/mark";

const EVERY_MS = 3000;
const checkpoint = z.object({ size: z.number(), projected: z.number() });

/** Looks at the ledger while the page is in view, and asks for the page again when records have come into the graph. @returns how many records there are, once that is known */
export function useLedgerWatch(projected: number): number | null {
  const router = useRouter();
  const [size, setSize] = useState<number | null>(null);
  useEffect(() => {
    const timer = setInterval(async () => {
      if (document.hidden) return;
      const now = await getJson("/api/v1/log/checkpoint", checkpoint).catch(() => null);
      if (now) setSize(now.size);
      if (now && now.projected > projected) router.refresh();
    }, EVERY_MS);
    return () => clearInterval(timer);
  }, [router, projected]);
  return size;
}

/** The same, and says so. */
export function LedgerWatch({ projected }: { projected: number }) {
  const size = useLedgerWatch(projected);
  return (
    <span role="status" className="flex-none">
      <Mark icon={<Radio size={16} strokeWidth={1.75} aria-hidden />}>Listening, {counted(size ?? projected, "record")}</Mark>
    </span>
  );
}
