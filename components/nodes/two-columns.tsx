import type { ReactNode } from "react";

/** The two columns of an overview: what answers first, and what is known beside it. One below the other on a narrow screen. */
export function TwoColumns({ main, side }: { main: ReactNode; side: ReactNode }) {
  return (
    <div className="grid grid-cols-[minmax(0,1fr)_400px] items-start gap-4 narrow:grid-cols-1">
      <div className="grid min-w-0 gap-4">{main}</div>
      <div className="grid min-w-0 gap-4">{side}</div>
    </div>
  );
}
