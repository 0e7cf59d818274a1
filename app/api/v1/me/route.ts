import { withAccess } from "@/app/api/with-access";
import { toViewerAnswer } from "@/lib/accounts/account-schemas";

export const GET = withAccess("self", (_request, viewer) => Response.json(toViewerAnswer(viewer)));
