import type { Metadata } from "next";
import { askForPage } from "@/app/ask-for-page";
import { pageViewer } from "@/app/page-viewer";
import { kindWords } from "@/components/lineage/kind-words";
import { RegistryView, type RegistryList } from "@/components/registry/registry-view";
import { GraphAway } from "@/components/shell/graph-away";
import { PageBody, PageHead } from "@/components/shell/page-head";
import { Shell } from "@/components/shell/shell";
import { countKinds, findNamespaces, search } from "@/graph/queries/search";
import type { Viewer } from "@/lib/access/viewer";
import { AppError } from "@/lib/errors";
import { toSearchParams } from "@/lib/explorer-view";
import { parseRegistryFilter, type RegistryFilter } from "@/lib/registry-filter";

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

const PAGE = 50;

async function filterOf(props: Props): Promise<RegistryFilter> {
  return parseRegistryFilter(toSearchParams(await props.searchParams));
}

export async function generateMetadata(props: Props): Promise<Metadata> {
  return { title: `${kindWords((await filterOf(props)).kind)} · Registry` };
}

async function load(viewer: Viewer, filter: RegistryFilter): Promise<RegistryList> {
  const { kind, namespace, q, cursor, asOf } = filter;
  const when = asOf === null ? {} : { asOf };
  const ask = (from: string | null) =>
    search(viewer, { kind, q, limit: PAGE, ...(namespace === null ? {} : { namespace }), ...(from === null ? {} : { cursor: from }), ...when });
  const [found, kinds, namespaces] = await Promise.all([
    // a cursor in an address may be anything: then the list begins at its beginning
    ask(cursor).catch((error: unknown) => (cursor !== null && error instanceof AppError && error.code === "invalid" ? ask(null) : Promise.reject(error))),
    countKinds(viewer, when),
    findNamespaces(viewer),
  ]);
  return { found, kinds, namespaces };
}

export default async function RegistryPage(props: Props) {
  const viewer = await pageViewer("lineage:read");
  const filter = await filterOf(props);
  const asked = await askForPage("registry", () => load(viewer, filter));
  return (
    <Shell viewer={viewer} current="registry">
      <main id="main">
        {asked.found === null ? (
          <>
            <PageHead title="Registry" />
            <PageBody>{asked.why === "failed" && <GraphAway away={asked.away} />}</PageBody>
          </>
        ) : (
          <RegistryView filter={filter} list={asked.found} />
        )}
      </main>
    </Shell>
  );
}
