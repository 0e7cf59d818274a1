import { openApiDocument } from "@/app/api/openapi/document";
import { withAccess } from "@/app/api/with-access";
import { version } from "@/package.json";

export const GET = withAccess("public", () => Response.json(openApiDocument(version)));
