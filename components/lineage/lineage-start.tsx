import { SearchBox } from "@/components/search/search-box";

/** The lineage page before a node was chosen. */
export function LineageStart() {
  return (
    <main id="main" className="mx-auto max-w-[720px] px-8 pt-16 pb-12 narrow:px-3 narrow:pt-6">
      <h1 className="mb-4 text-18">Lineage of what?</h1>
      <SearchBox place="page" autoFocus />
      <p className="mt-3 text-12 text-ink-3">Pick a source, dataset, feature, model version, deployment, job, run or prediction. Its lineage opens with one hop on either side.</p>
    </main>
  );
}
