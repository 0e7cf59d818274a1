"use client";
import { CircleCheck, ClockAlert, Hourglass, OctagonX } from "lucide-react";
import Link from "next/link";
import { useEffect, useState, type ReactNode } from "react";
import * as z from "zod/mini";
import { getJson } from "@/components/api-client";
import { ConfirmButton } from "@/components/confirm-button";
import { counted, formatBytes, formatCount, formatDuration } from "@/components/format";
import { Fact, Facts } from "@/components/ui/facts";
import { Instant } from "@/components/ui/instant";
import { Mark, Pill } from "@/components/ui/mark";
import { Panel } from "@/components/ui/panel";
import { ledgerAdvice, neo4jAdvice, PART_WORDS, projectorAdvice, statusSentence, worstState, type PartState, type Status } from "./status";

const EVERY_MS = 3000;
const ICONS = { up: CircleCheck, starting: Hourglass, behind: ClockAlert, down: OctagonX } as const;
const answer = z.custom<Status>((value) => typeof value === "object" && value !== null && "ledger" in value && "projector" in value && "neo4j" in value);

/** How the parts are, asked again every three seconds while the page is looked at. Only a change of a state is announced. */
export function StatusBoard({ initial, mayReadDeadLetters, mayRebuild }: { initial: Status; mayReadDeadLetters: boolean; mayRebuild: boolean }) {
  const [status, setStatus] = useState(initial);
  const [isLost, setLost] = useState(false);
  useEffect(() => {
    let isAsking = false;
    const timer = setInterval(async () => {
      if (document.hidden || isAsking) return;
      isAsking = true;
      try {
        setStatus(await getJson("/api/v1/status", answer));
        setLost(false);
      } catch {
        setLost(true);
      } finally {
        isAsking = false;
      }
    }, EVERY_MS);
    return () => clearInterval(timer);
  }, []);

  const { ledger, projector, neo4j, graph, versions, settings } = status;
  const sentence = isLost ? "Headwater did not answer. What is shown is from before." : statusSentence(status);
  return (
    <div className="grid gap-4">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <StatePill state={isLost ? "down" : worstState(status)} />
        <p role="status" className="text-15 font-medium">{sentence}</p>
        <span className="ml-auto text-12 text-ink-3 narrow:ml-0">As of <Instant at={status.at} /> UTC</span>
      </div>
      <div className="grid grid-cols-3 items-start gap-4 max-[1000px]:grid-cols-1">
        <Part title="Ledger" state={ledger.state} advice={ledgerAdvice(status)}>
          {ledger.size !== null && <Fact term="Records"><span className="figures">{formatCount(ledger.size)}</span></Fact>}
          {ledger.lastRecordedAt && <Fact term="Last recorded"><Instant at={ledger.lastRecordedAt} /></Fact>}
          {ledger.usedBytes !== null && <Fact term="On disk"><span className="figures">{formatBytes(ledger.usedBytes)}</span></Fact>}
          {ledger.freeBytes !== null && <Fact term="Free"><span className="figures">{formatBytes(ledger.freeBytes)}</span></Fact>}
          <Fact term="Takes events">{ledger.state === "up" ? "Yes" : "No"}</Fact>
        </Part>
        <Part title="Projector" state={projector.state} advice={projectorAdvice(status)} progress={projector.offset !== null && projector.lagRecords > 0 ? projector.offset / (projector.offset + projector.lagRecords) : null}>
          <Fact term="At record"><span className="figures">{projector.offset === null ? "Cannot be told yet" : formatCount(projector.offset)}</span></Fact>
          {projector.offset !== null && <Fact term="Behind by"><span className="figures">{projector.lagRecords === 0 ? "Nothing" : `${counted(projector.lagRecords, "record")}, ${formatDuration(projector.lagMs)}`}</span></Fact>}
          <Fact term="Rate"><span className="figures">{formatCount(projector.ratePerSecond)} records a second</span></Fact>
          {projector.offset !== null && <Fact term="Dead letters">{mayReadDeadLetters && projector.deadLetters > 0 ? <Link href="/dead-letters" className="text-accent hover:underline">{formatCount(projector.deadLetters)}</Link> : projector.deadLetters === 0 ? "None" : formatCount(projector.deadLetters)}</Fact>}
          {mayRebuild && (projector.state === "up" || projector.state === "behind") && <Fact term="Rebuild"><RebuildButton records={ledger.size} /></Fact>}
          {projector.lastError !== null && <Fact term="Last error"><span className="break-words">{projector.lastError}</span></Fact>}
        </Part>
        <Part title="Neo4j" state={neo4j.state} advice={neo4jAdvice(status)}>
          <Fact term="Runs">{neo4j.embedded ? "With Headwater" : "By itself"}</Fact>
          {neo4j.address !== null && <Fact term="Address"><span className="mono break-all">{neo4j.address}</span></Fact>}
          <Fact term="Version">{neo4j.version ?? "Cannot be told"}</Fact>
          {neo4j.database !== null && <Fact term="Database">{neo4j.database}</Fact>}
          {neo4j.restarts !== null && <Fact term="Started again">{neo4j.restarts === 0 ? "Never" : counted(neo4j.restarts, "time")}</Fact>}
          {graph !== null && (
            <>
              <Fact term="Definitions"><span className="figures">{formatCount(graph.definitions)}</span></Fact>
              <Fact term="Instances"><span className="figures">{formatCount(graph.instances)}</span></Fact>
              <Fact term="Relationships"><span className="figures">{formatCount(graph.relationships)}</span></Fact>
            </>
          )}
        </Part>
        <Panel title="This process">
          <Facts>
            <Fact term="Started"><Instant at={status.process.startedAt} />, {formatDuration(status.process.uptimeMs)} ago</Fact>
            <Fact term="Memory"><span className="figures">{formatBytes(status.process.memoryBytes)}</span></Fact>
            <Fact term="Headwater">{versions.headwater}</Fact>
            <Fact term="Node">{versions.node}</Fact>
            <Fact term="Schema">{versions.schema === null ? "Cannot be told" : `Version ${versions.schema}`}</Fact>
            <Fact term="Interpretation">Version {versions.interpretation}</Fact>
          </Facts>
        </Panel>
        {settings !== null && (
          <Panel title="Settings" note="without secrets" className="col-span-2 max-[1000px]:col-span-1">
            <Facts>
              {settings.map(({ name, value }) => <Fact key={name} term={name}><span className="mono break-all">{value}</span></Fact>)}
            </Facts>
          </Panel>
        )}
      </div>
    </div>
  );
}

function RebuildButton({ records }: { records: number | null }) {
  return (
    <ConfirmButton word="Rebuild the graph" title="Rebuild the graph?" method="POST" path="/api/v1/rebuild" size="sm">
      <p>It is emptied and made again from {records === null ? "the ledger" : `the ledger’s ${counted(records, "record")}`}. Until that is done, no question about lineage is answered, for anyone; this page shows how far it is.</p>
      <p>Events are taken meanwhile, and the ledger is only read.</p>
    </ConfirmButton>
  );
}

function StatePill({ state }: { state: PartState }) {
  const Icon = ICONS[state];
  return <Pill tone={PART_WORDS[state].tone} icon={<Icon size={14} strokeWidth={1.75} aria-hidden />}>{PART_WORDS[state].word}</Pill>;
}

/** `progress`: how much is done, from 0 to 1. */
function Part({ title, state, advice, progress = null, children }: { title: string; state: PartState; advice: string | null; progress?: number | null; children: ReactNode }) {
  const Icon = ICONS[state];
  return (
    <Panel title={title} action={<Mark tone={PART_WORDS[state].tone} icon={<Icon size={14} strokeWidth={1.75} aria-hidden />}>{PART_WORDS[state].word}</Mark>}>
      {progress !== null && <progress value={progress} aria-label={`${title}: how much is done`} className="block h-1 w-full appearance-none bg-pressed [&::-moz-progress-bar]:bg-ink-2 [&::-webkit-progress-bar]:bg-pressed [&::-webkit-progress-value]:bg-ink-2" />}
      {advice !== null && <p className="px-4 pt-3 text-12 text-ink-2">{advice}</p>}
      <Facts>{children}</Facts>
    </Panel>
  );
}
