import "server-only";
import { loadOverview } from "./load-overview";
import type { NodeLists, NodePageContent, Shown } from "@/components/nodes/node-page-content";
import { toKind } from "@/components/lineage/to-kind";
import { findBatches } from "@/graph/queries/find-batches";
import { findFeatureSets } from "@/graph/queries/find-feature-sets";
import { describeJobVersions } from "@/graph/queries/find-job-versions";
import { findMembers } from "@/graph/queries/find-members";
import { findNode } from "@/graph/queries/find-node";
import { findPredictions } from "@/graph/queries/find-predictions";
import { findRuns } from "@/graph/queries/find-runs";
import { findBriefs } from "@/graph/queries/node-lookup";
import type { Viewer } from "@/lib/access/viewer";
import { AppError } from "@/lib/errors";
import type { ListPage, NodeAnswer, RunItem } from "@/lib/lineage/node-answer";
import { listTabsOf, parseTab, type ListTab, type NodeTab } from "@/lib/node-tabs";
import { parseInstant, STILL } from "@/lib/time";

/** Rows of a list that fills its tab, and of one that stands on the overview. */
const PAGE = 50;
const FEW = 5;

export type NodePageView = { ref: string; tab: string | null; cursor: string | null; as: "wrote" | "read" | null; asOf: string | null };

/**
 * All that one page of a node shows: the node, what its lists hold, and the content of the tab that is open.
 * @throws AppError `not_found`, `unavailable` or `timed_out`.
 */
export async function loadNodePage(viewer: Viewer, view: NodePageView): Promise<NodePageContent> {
  const when = view.asOf === null ? {} : { asOf: view.asOf };
  const node = await findNode(viewer, { ref: view.ref, ...when });
  const kind = toKind(node.kind);
  const tabs = listTabsOf(kind, node.ref);
  const tab = parseTab(view.tab, ["overview", ...tabs, "records"]);
  const [lists, overview, parents] = await Promise.all([
    loadLists(viewer, node, tabs, tab, view),
    tab === "overview" ? loadOverview(viewer, node, when) : null,
    node.dataset === undefined ? null : findBriefs([node.dataset]),
  ]);
  const parent = node.dataset === undefined ? undefined : parents?.get(node.dataset);
  return { node, kind, tab, lists, overview, cursor: view.cursor, ...(parent ? { parentKind: toKind(parent.kind) } : {}) };
}

async function loadLists(viewer: Viewer, node: NodeAnswer, tabs: readonly ListTab[], open: NodeTab, view: NodePageView): Promise<NodeLists> {
  const { ref } = node;
  // of runs that share a reference it is the one that is described
  const known = { key: node.kind === "run" ? `${ref}#${node.job}` : ref, kind: node.kind };
  const when = view.asOf === null ? {} : { asOf: view.asOf };
  /** A page of the list that is open, from the cursor on; the first few on the overview; else the count alone. A cursor of no answer begins anew. */
  const ask = async <Item>(tab: ListTab, find: (page: { limit: number; cursor?: string }) => Promise<ListPage<Item>>): Promise<ListPage<Item> | null> => {
    if (!tabs.includes(tab)) return null;
    if (tab !== open) return find({ limit: open === "overview" ? FEW : 1 });
    if (view.cursor === null) return find({ limit: PAGE });
    return find({ limit: PAGE, cursor: view.cursor }).catch((error: unknown) => {
      if (error instanceof AppError && error.code === "invalid") return find({ limit: PAGE });
      throw error;
    });
  };
  const runsAs = (as: "wrote" | "read") => ask("runs", (page) => findRuns(viewer, { ref, as, ...page, ...when }, known));
  const isData = ref.startsWith("dataset:");
  const [batches, sets, members, wrote, read, predictions, jobVersions] = await Promise.all([
    ask("batches", (page) => findBatches(viewer, { ref, ...page, ...when }, known)),
    ask("sets", (page) => findFeatureSets(viewer, { ref, ...page, ...when }, known)),
    ask(tabs.includes("owned") ? "owned" : "columns", (page) => findMembers(viewer, { ref, ...page, ...when }, known)),
    runsAs("wrote"),
    isData ? runsAs("read") : null,
    ask("predictions", (page) => findPredictions(viewer, { ref, ...page, ...when }, known)),
    node.kind === "job" || node.kind === "jobversion" ? describeJobVersions(viewer, node.versions.items, view.asOf === null ? STILL : (parseInstant(view.asOf) ?? STILL)) : null,
  ]);
  const runs = chooseRuns(wrote, read, view.as);
  return { batches, sets, members, runs, predictions, jobVersions };
}

/** Of data, the runs that write it or those that read it: as asked, else those that write it where there are any. */
function chooseRuns(wrote: ListPage<RunItem> | null, read: ListPage<RunItem> | null, asked: "wrote" | "read" | null): Shown | null {
  if (wrote === null) return null;
  const as = read === null ? null : (asked ?? (wrote.total === 0 ? "read" : "wrote"));
  return { as, list: as === "read" && read !== null ? read : wrote, totals: { wrote: wrote.total, read: read?.total ?? 0 } };
}
