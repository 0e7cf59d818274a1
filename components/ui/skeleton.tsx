/** A grey block as large as what will replace it. */
export function Skeleton({ className = "" }: { className?: string }) {
  return <span aria-hidden className={`block rounded-[4px] bg-pressed ${className}`} />;
}
