import { LockKeyhole } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { askForPage } from "@/app/ask-for-page";
import { actorNames, deadLetterTab } from "@/app/ledger/load-ledger";
import { pageViewer } from "@/app/page-viewer";
import { toSequence } from "@/app/api/query-params";
import { formatCount } from "@/components/format";
import { PlacePill } from "@/components/ledger/place-mark";
import { RecordSteps, RecordView, type RecordDetails } from "@/components/ledger/record-view";
import { typeWord } from "@/components/ledger/record-words";
import { PageBody, PageHead } from "@/components/shell/page-head";
import { Shell } from "@/components/shell/shell";
import { buttonClass } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { findRecord, readPayloadText, type RecordAnswer } from "@/graph/queries/find-record";
import { may } from "@/lib/access/policy";
import type { Viewer } from "@/lib/access/viewer";
import { indentJson } from "@/lib/indent-json";
import { parseNodeRef, type NodeKind } from "@/lib/lineage/node-ref";

type Props = { params: Promise<{ sequence: string }> };

/** More than this is no help on a page, and slow. */
const SHOWN_BYTES = 256 * 1024;

export async function generateMetadata(props: Props): Promise<Metadata> {
  return { title: `Record ${(await props.params).sequence.slice(0, 16)}` };
}

function toDetails(viewer: Viewer, { about, payload, masked, ...record }: RecordAnswer): RecordDetails {
  const items = about.items.map(({ ref, kind, state }) => ({ ref, kind: (kind ?? parseNodeRef(ref)!.kind) as NodeKind, state }));
  const text = record.sizeBytes > SHOWN_BYTES ? null : masked ? JSON.stringify(payload, null, 2) : indentJson(readPayloadText(viewer, record.sequence));
  return { ...record, about: { ...about, items }, masked, payloadText: text };
}

export default async function RecordPage(props: Props) {
  const viewer = await pageViewer("lineage:read");
  const { sequence } = await props.params;
  const asked = await askForPage("record", async () => findRecord(viewer, toSequence(sequence)));
  const { found } = asked;
  if (found === null) {
    return (
      <Shell viewer={viewer} current="ledger">
        <main id="main" className="mx-auto max-w-lg px-8 pt-16 narrow:px-3 narrow:pt-6">
          <div className="rounded border border-line bg-surface p-4">
            <Notice level="h1" icon={<LockKeyhole size={20} strokeWidth={1.75} aria-hidden />} title="You may not see this record" actions={<Link href="/ledger" className={buttonClass()}>Ledger</Link>}>It may not exist.</Notice>
          </div>
        </main>
      </Shell>
    );
  }
  return (
    <Shell viewer={viewer} current="ledger">
      <main id="main">
        <PageHead
          title={`Record ${formatCount(found.sequence)}`}
          marks={<PlacePill place={found.place} />}
          note={<>{typeWord(found.type)} · <Link href="/ledger" className="underline hover:text-accent">Ledger</Link></>}
          actions={<RecordSteps older={found.older} newer={found.newer} />}
        />
        <PageBody>
          <RecordView
            record={toDetails(viewer, found)}
            names={actorNames(viewer)}
            mayRetract={may(viewer, "retraction:write") && found.kind !== "access"}
            mayReadDeadLetters={deadLetterTab(viewer).mayRead}
          />
        </PageBody>
      </main>
    </Shell>
  );
}
