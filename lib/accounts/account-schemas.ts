import { z } from "zod";
import { ROLES, type Viewer } from "@/lib/access/viewer";
import { formatInstant, parseInstant, type Micros } from "@/lib/time";
import { PASSWORD_MIN_LENGTH } from "./password-length";
import { TOKEN_ROLES, type TokenInfo } from "./tokens";

export const instantText = z.string().meta({ format: "date-time", description: "RFC 3339, in UTC" });
export const namespaceList = z.array(z.string().min(1).max(1024)).max(1000).nullable().meta({ description: "The namespaces that may be read and written; null: all" });

/** Control characters, and those that turn the direction of what follows: a name must read as what it is. */
const MISLEADING = /[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;
/** The name of a person or a token, shown to others. */
export const shownName = z.string().trim().min(1, "A name is needed.").max(100).refine((name) => !MISLEADING.test(name), "A name holds no control characters.");
export const newPassword = z.string().min(PASSWORD_MIN_LENGTH, `A password has ${PASSWORD_MIN_LENGTH} characters or more.`).max(1024);

export const signInBody = z.object({ name: z.string().min(1).max(200), password: z.string().min(1).max(1024) });

export const setupBody = z.object({
  token: z.string().min(1).max(200).meta({ description: "What follows 'token=' in the set-up link that the start printed" }),
  name: shownName,
  password: newPassword,
});

export const viewerAnswer = z.object({ id: z.string(), name: z.string(), role: z.enum([...ROLES, "automation"]), namespaces: namespaceList });
export const sessionAnswer = z.object({ viewer: viewerAnswer, expiresAt: instantText });

export const newTokenBody = z.object({
  name: shownName.meta({ description: "What the token is for" }),
  role: z.enum(TOKEN_ROLES),
  namespaces: namespaceList.default(null),
  expiresAt: z
    .string()
    .refine((text) => parseInstant(text) !== null, "This is no RFC 3339 time.")
    .optional()
    .meta({ format: "date-time", description: "90 days from now when absent" }),
});

export const tokenAnswer = z.object({
  id: z.string(),
  name: z.string(),
  role: z.enum(ROLES),
  namespaces: namespaceList,
  createdBy: z.string(),
  createdAt: instantText,
  expiresAt: instantText,
  revokedAt: instantText.nullable(),
  usedAt: instantText.nullable().meta({ description: "To the minute" }),
});
export const newTokenAnswer = tokenAnswer.extend({ token: z.string().meta({ description: "What the client sends. It is shown this once." }) });
export const tokensAnswer = z.object({ results: z.array(tokenAnswer), total: z.int(), shown: z.int() });

export function toViewerAnswer(viewer: Viewer): z.infer<typeof viewerAnswer> {
  return { id: viewer.id, name: viewer.name, role: viewer.role, namespaces: viewer.namespaces && [...viewer.namespaces] };
}

export function toTokenAnswer(token: TokenInfo): z.infer<typeof tokenAnswer> {
  const at = (instant: Micros | null) => (instant === null ? null : formatInstant(instant));
  return {
    ...token,
    createdAt: formatInstant(token.createdAt),
    expiresAt: formatInstant(token.expiresAt),
    revokedAt: at(token.revokedAt),
    usedAt: at(token.usedAt),
  };
}
