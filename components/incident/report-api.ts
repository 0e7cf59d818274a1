import * as z from "zod/mini";

const receipt = z.object({ id: z.string(), sequence: z.number() });
const problem = z.object({ detail: z.string(), pointer: z.optional(z.string()) });

export type Report = { title: string; target: string; window: { from: string; to: string }; metric?: string; direction?: "high" | "low"; predictions?: string[] };

/** Records an incident, and waits until the graph knows it. `field`: the one at fault, where the fault is in one. Never throws. */
export async function reportIncident(report: Report): Promise<{ id: string } | { message: string; field: string | null }> {
  try {
    const response = await fetch("/api/v1/incidents", { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(report) });
    const body: unknown = await response.json();
    if (!response.ok) {
      const said = problem.safeParse(body);
      return { message: said.success ? said.data.detail : "Headwater refused the report.", field: said.data?.pointer?.slice(1) ?? null };
    }
    const { id, sequence } = receipt.parse(body);
    // it is recorded, whatever this says: the page of an incident that the graph does not know yet would read like one that does not exist
    await fetch(`/api/v1/incidents/${encodeURIComponent(id)}?after=${sequence}`).catch(() => undefined);
    return { id };
  } catch {
    return { message: "Headwater did not answer. Look at the list before you send it again.", field: null };
  }
}
