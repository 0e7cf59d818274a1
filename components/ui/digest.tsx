import { CopyButton } from "./copy-button";

/** "sha256:41ab90c2…0e9c": what people compare of a digest. */
export function shortDigest(digest: string): string {
  const [, algorithm = "", hex = digest] = /^([a-z0-9-]+:)?(.+)$/s.exec(digest) ?? [];
  return hex.length <= 16 ? digest : `${algorithm}${hex.slice(0, 8)}…${hex.slice(-4)}`;
}

/** A digest, shortened, with a button that copies the whole. */
export function Digest({ digest }: { digest: string }) {
  return (
    <span className="inline-flex items-center gap-1 align-middle">
      <span className="mono whitespace-nowrap" title={digest}>{shortDigest(digest)}</span>
      <CopyButton text={digest} label="Copy digest" iconOnly look="ghost" size="icon-sm" />
    </span>
  );
}
