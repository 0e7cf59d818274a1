import Link from "next/link";
import { Button, buttonClass } from "@/components/ui/button";
import { TextField } from "@/components/ui/field";
import { KIND_CHOICES, KNOWN_TYPES, typeWord } from "./record-words";

/** What the address asks for; an empty text asks for nothing. */
export type RecordFilterValues = { kind: string; type: string; about: string; id: string; from: string; to: string };

const SELECT = "h-8 w-full rounded border border-control bg-surface px-2 text-13 text-ink narrow:h-10";

/** Narrows the list of records: a plain form, so that the address says what is shown. `faults` name what could not be read. */
export function RecordFilter({ values, faults }: { values: RecordFilterValues; faults: Partial<Record<keyof RecordFilterValues, string>> }) {
  const isSet = Object.values(values).some((value) => value !== "");
  const types: readonly string[] = values.type === "" || (KNOWN_TYPES as readonly string[]).includes(values.type) ? KNOWN_TYPES : [...KNOWN_TYPES, values.type];
  return (
    <form action="/ledger" className="grid grid-cols-[10rem_12rem_minmax(0,1fr)_minmax(0,1fr)_7rem_7rem_auto] items-start gap-3 px-4 py-3 max-[1100px]:grid-cols-2">
      <label className="block text-12 font-medium">
        <span className="mb-1 block">Kind</span>
        <select name="kind" defaultValue={values.kind} className={SELECT}>
          <option value="">Any</option>
          {KIND_CHOICES.map(({ value, word }) => <option key={value} value={value}>{word}</option>)}
        </select>
      </label>
      <label className="block text-12 font-medium">
        <span className="mb-1 block">Type</span>
        <select name="type" defaultValue={values.type} className={SELECT}>
          <option value="">Any</option>
          {types.map((type) => <option key={type} value={type}>{typeWord(type)}</option>)}
        </select>
      </label>
      <TextField id="about" name="about" label="About" defaultValue={values.about} placeholder="dataset:shop:orders" spellCheck={false} autoComplete="off" error={faults.about} />
      <TextField id="id" name="id" label="Event id" defaultValue={values.id} placeholder="sha256:… or ce:…" spellCheck={false} autoComplete="off" error={faults.id} />
      <TextField id="from" name="from" label="From record" defaultValue={values.from} inputMode="numeric" autoComplete="off" error={faults.from} />
      <TextField id="to" name="to" label="To record" defaultValue={values.to} inputMode="numeric" autoComplete="off" error={faults.to} />
      <span className="flex gap-2 pt-5 max-[1100px]:pt-0">
        <Button type="submit">Show</Button>
        {isSet && <Link href="/ledger" className={buttonClass({ look: "ghost" })}>Clear</Link>}
      </span>
    </form>
  );
}
