import { Instant } from "@/components/ui/instant";
import { Mark } from "@/components/ui/mark";
import { Panel } from "@/components/ui/panel";
import { Table, type Column } from "@/components/ui/table";
import type { Figure, Measured } from "@/lib/benchmarks/measured";

const COLUMNS: readonly Column[] = [
  { key: "what", head: "What" },
  { key: "ours", head: "Headwater", align: "right" },
  { key: "reference", head: "Reference", align: "right" },
  { key: "ratio", head: "Ratio", align: "right" },
  { key: "wanted", head: "Wanted", align: "right", wideOnly: true },
  { key: "met", head: "Met" },
];

/** What this version's benchmarks found, where they were run. Nothing before their first run. */
export function MeasuredPanels({ measured }: { measured: Measured }) {
  if (measured.sections.length === 0) return null;
  const versions = Object.entries(measured.versions).map(([name, version]) => `${name} ${version}`);
  return (
    <section aria-labelledby="measured" className="mt-6 grid gap-4">
      <div>
        <h2 id="measured" className="text-15 font-medium">Benchmarks</h2>
        <p className="text-12 text-ink-3">
          Measured with <span className="mono">npm run bench</span>, not on this machine: {[measured.machine, ...versions].filter(Boolean).join(", ")}. Absolute figures move with the machine; trust the ratios.
        </p>
      </div>
      {measured.sections.map(({ id, title, against, figures, at, commit }) => (
        <Panel key={id} title={title} note={`against ${against}`} action={<span className="text-12 text-ink-3"><Instant at={at} />, <span className="mono">{commit}</span></span>}>
          <Table caption={title} columns={COLUMNS.filter(({ key }) => key === "what" || key === "ours" || figures.some((it) => cellsOf(it)[key] !== ""))} rows={figures.map((it) => ({ key: it.what, cells: cellsOf(it) }))} />
        </Panel>
      ))}
    </section>
  );
}

function cellsOf({ what, ours, reference, ratio, wanted, met }: Figure): Record<string, React.ReactNode> {
  return {
    what, ours,
    reference: reference ?? "",
    ratio: ratio === null ? "" : ratio.toFixed(2),
    wanted: wanted ?? "",
    met: met === null ? "" : <Mark tone={met ? "good" : "warn"} small>{met ? "Yes" : "Not yet"}</Mark>,
  };
}
