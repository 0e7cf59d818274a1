import { chmodSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { AppError } from "@/lib/errors";
import type { Micros } from "@/lib/time";
import { equalInConstantTime, randomSecret, sha256 } from "./digest";
import type { AccountStore } from "./store";

/** A set-up link can be used so long after the start that printed it. */
const LINK_LIFE: Micros = 30 * 60 * 1_000_000;
const LINK_FILE = "setup-link";
const LINK_FAILED = "This set-up link does not hold: it was used, or it is older than 30 minutes. Start Headwater again for a new one.";

export type IssuedLink = { url: string; /** The file, beside the accounts' directory, that holds it too. */ file: string; expiresAt: Micros };

/** The one link for making the first administrator: kept as a digest, and in a file that only its owner may read. */
export class SetupLink {
  private readonly file: string;

  /** `directory`: the accounts'. */
  constructor(
    private readonly store: AccountStore,
    directory: string,
  ) {
    this.file = path.join(path.dirname(path.resolve(directory)), LINK_FILE);
  }

  /** A new link voids the one before. `baseUrl` is the address the server is reached at. */
  async issue(baseUrl: string, now: Micros): Promise<IssuedLink> {
    const token = randomSecret();
    const expiresAt = now + LINK_LIFE;
    // in the fragment: it reaches neither access logs nor Referer headers
    const url = new URL(`/setup#token=${token}`, baseUrl).href;
    await this.store.setup.put("link", { digest: sha256(token).toString("hex"), expiresAt });
    writeFileSync(this.file, `${url}\n`, { mode: 0o600 });
    chmodSync(this.file, 0o600);
    return { url, file: this.file, expiresAt };
  }

  /** @throws AppError `forbidden` when the link is wrong, too old, or void because there is a user */
  check(token: string, hasUsers: boolean, now: Micros): void {
    const link = this.store.setup.get("link");
    const holds = link !== undefined && equalInConstantTime(sha256(token).toString("hex"), link.digest) && now < link.expiresAt && !hasUsers;
    if (!holds) throw new AppError("forbidden", LINK_FAILED);
  }

  /** Takes the file away once the link was used. */
  removeFile(): void {
    rmSync(this.file, { force: true });
  }
}
