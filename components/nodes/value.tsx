import { formatCount, formatNumber, formatUtc } from "@/components/format";
import { Digest } from "@/components/ui/digest";
import { JsonView } from "@/lib/json-view";

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/;
const DIGEST = /^sha\d+:[0-9a-f]{16,}$/;
const LONG = 180;

/** A text; of a long one the beginning, and the whole one press away. */
export function LongText({ children, mono = false }: { children: string; mono?: boolean }) {
  const look = `${mono ? "mono whitespace-pre-wrap" : "whitespace-pre-line"} min-w-0 break-words`;
  if (children.length <= LONG) return <span className={look}>{children}</span>;
  return (
    <details className="group min-w-0">
      <summary className={`${look} list-none rounded group-open:hidden`}>
        {children.slice(0, LONG).trimEnd()}… <span className="font-medium text-accent">Show all</span>
      </summary>
      <span className={look}>{children}</span>
    </details>
  );
}

/** JSON that is shown when it is asked for. */
export function JsonDetails({ summary, value }: { summary: string; value: unknown }) {
  return (
    <details className="min-w-0">
      <summary className="rounded py-0.5 text-12 font-medium">{summary}</summary>
      <pre tabIndex={0} className="mono scroll-slim mt-1 max-h-80 overflow-auto rounded border border-line bg-sunken p-3 text-12 whitespace-pre-wrap break-words">{JSON.stringify(value, null, 2)}</pre>
    </details>
  );
}

/** Any recorded value: a single one as text, what is nested as JSON to open. */
export function Value({ value }: { value: unknown }) {
  if (typeof value === "number") return <span className="figures" title={String(value)}>{formatNumber(value)}</span>;
  if (typeof value === "boolean") return <>{value ? "Yes" : "No"}</>;
  if (typeof value === "string") {
    if (INSTANT.test(value)) return <time dateTime={value} className="figures">{formatUtc(value)}</time>;
    return DIGEST.test(value) ? <Digest digest={value} /> : <LongText>{value}</LongText>;
  }
  if (value === null || value === undefined) return <span className="text-ink-3">None</span>;
  if (Array.isArray(value) && value.length <= 12 && value.every((it) => ["string", "number", "boolean"].includes(typeof it))) return <LongText>{value.join(", ")}</LongText>;
  const size = Array.isArray(value) ? value.length : new JsonView(value).entries().length;
  return <JsonDetails summary={Array.isArray(value) ? `List of ${formatCount(size)}` : `${formatCount(size)} ${size === 1 ? "field" : "fields"}`} value={value} />;
}

/** A link out, for web addresses only; anything else stays text. */
export function OutLink({ href }: { href: string }) {
  if (!/^https?:\/\//i.test(href)) return <LongText mono>{href}</LongText>;
  return <a href={href} rel="noreferrer noopener" className="break-all text-accent hover:underline">{href}</a>;
}
