import { withAccess } from "@/app/api/with-access";
import { services } from "@/graph/services";

/** How far the ledger goes, the root of its tree (base64, as in C2SP checkpoints), and how far the graph has followed. */
export const GET = withAccess("lineage:read", () => {
  const { ledger, projection } = services();
  const { size, root } = ledger.checkpoint();
  return Response.json({ size, root: Buffer.from(root, "hex").toString("base64"), projected: projection.status().offset });
});
