import { formatNumber } from "@/components/format";
import { Table, type Column } from "@/components/ui/table";
import { JsonView } from "@/lib/json-view";
import { JsonDetails } from "./value";

const MEASURES = ["count", "nulls", "min", "median", "mean", "max", "sd", "mad"] as const;
const WORDS: Record<(typeof MEASURES)[number], string> = { count: "Count", nulls: "Nulls", min: "Least", median: "Median", mean: "Mean", max: "Greatest", sd: "Sd", mad: "Mad" };

/** Recorded statistics, a line for each field; columns that no field fills are left out. Quantiles and histograms are one press away. */
export function StatisticsTable({ statistics, points = [] }: { statistics: JsonView; points?: { field: string; values: (number | null)[] }[] }) {
  const fields = statistics.entries();
  const used = MEASURES.filter((measure) => fields.some(([, it]) => it.at(measure).number() !== null));
  const rest = Object.fromEntries(fields.flatMap(([name, it]) => {
    const more = Object.fromEntries(it.entries().filter(([key]) => !(MEASURES as readonly string[]).includes(key)).map(([key, value]) => [key, value.value]));
    return Object.keys(more).length > 0 ? [[name, more]] : [];
  }));
  const columns: Column[] = [
    { key: "field", head: "Field" },
    ...(points.length > 0 ? [{ key: "points", head: "Points" }] : []),
    ...used.map((measure): Column => ({ key: measure, head: WORDS[measure], align: "right" })),
  ];
  return (
    <>
      <Table
        caption="Statistics"
        columns={columns}
        rows={fields.map(([name, it]) => ({
          key: name,
          cells: {
            field: <span className="mono">{name}</span>,
            points: <Sparkline values={points.find(({ field }) => field === name)?.values ?? []} label={`Points of ${name}`} />,
            ...Object.fromEntries(used.map((measure) => {
              const value = it.at(measure).number();
              return [measure, value === null ? null : <span key={measure} title={String(value)}>{formatNumber(value)}</span>];
            })),
          },
        }))}
      />
      {Object.keys(rest).length > 0 && <div className="border-t border-line px-4 py-2"><JsonDetails summary="Quantiles, histograms, categories" value={rest} /></div>}
    </>
  );
}

/** Points as a small line, gaps where a value is missing. The figures stand beside it. */
function Sparkline({ values, label }: { values: readonly (number | null)[]; label: string }) {
  const known = values.filter((it) => it !== null);
  if (known.length < 2) return null;
  const [least, most] = [Math.min(...known), Math.max(...known)];
  const x = (index: number) => 1 + (index / (values.length - 1)) * 86;
  const y = (value: number) => (most === least ? 10 : 18 - ((value - least) / (most - least)) * 16);
  const path = values.map((value, index) => (value === null ? "" : `${index === 0 || values[index - 1] === null ? "M" : "L"}${x(index).toFixed(1)} ${y(value).toFixed(1)}`)).join("");
  return (
    <svg width="88" height="20" viewBox="0 0 88 20" fill="none" stroke="currentColor" strokeWidth="1.5" strokeLinejoin="round" role="img" aria-label={label} className="text-ink-2">
      <path d={path} />
    </svg>
  );
}
