"use client";
import { useRouter } from "next/navigation";
import { useTransition } from "react";
import { Button } from "@/components/ui/button";

/** Asks the server for this page again. */
export function RefreshButton() {
  const router = useRouter();
  const [isPending, startTransition] = useTransition();
  return <Button disabled={isPending} onClick={() => startTransition(() => router.refresh())}>Try again</Button>;
}
