import { impactHref, lineageHref, nodeHref, predictionHref } from "@/lib/page-hrefs";

/** A page of the product, about a thing of the sample that people begin from. `field`: the field it puts the focus into. */
export type SamplePage = { name: string; path: string; field?: string };

export const SOURCE = "dataset:aws:ec2_request_latency_system_failure";
export const MODEL = "model:ops:latency-anomaly@2";

const KINDS = ["feature", "featuregroup", "deployment", "job", "run", "batch", "featureset", "dataset"] as const;

/** All pages of someone who is signed in. `newest`: the reference of the newest thing of a kind. */
export async function allPages(newest: (kind: string) => Promise<string>): Promise<SamplePage[]> {
  const nodes = await Promise.all(KINDS.map(async (kind) => ({ name: `Node: ${kind}`, path: nodeHref(await newest(kind)) })));
  return [
    { name: "Home", path: "/" },
    { name: "Lineage of the whole registry", path: "/lineage" },
    { name: "Lineage of a source", path: lineageHref(SOURCE) },
    { name: "Lineage of a model version", path: lineageHref(MODEL) },
    { name: "Impact, before a source is chosen", path: "/impact", field: "Search for what is lost" },
    { name: "Impact of a source", path: impactHref([SOURCE]) },
    { name: "What made a prediction", path: predictionHref(await newest("prediction")) },
    { name: "Incidents", path: "/incidents" },
    { name: "Registry", path: "/registry" },
    { name: "Node: source", path: nodeHref(SOURCE) },
    { name: "Node: model version", path: nodeHref(MODEL) },
    ...nodes,
    { name: "Ledger", path: "/ledger" },
    { name: "A record", path: "/ledger/1" },
    { name: "Status", path: "/status" },
    { name: "Dead letters", path: "/dead-letters" },
    { name: "Connect", path: "/connect" },
    { name: "People", path: "/people" },
    { name: "Tokens", path: "/tokens" },
    { name: "Account", path: "/account" },
  ];
}
