import { counted, formatUtc } from "@/components/format";
import { Fact } from "@/components/ui/facts";
import { classNames } from "@/components/ui/class-names";
import type { NodeMarks } from "@/lib/lineage/node-marks";
import { freshnessWord, qualityWord } from "./mark-words";

/** The marks of a node in words, as facts among others. */
export function MarkFacts({ marks: { freshness, quality, hasDigest, tags, incidents, failure } }: { marks: NodeMarks }) {
  const isLate = freshness?.lateMs != null && freshness.lateMs > 0;
  return (
    <>
      {freshness && <Fact term="Freshness"><span className={classNames("figures", isLate && "text-warn-ink")}>{freshnessWord(freshness)}</span></Fact>}
      {quality && <Fact term="Quality"><span className={classNames("figures", quality.violations > 0 && "text-warn-ink")}>{qualityWord(quality)}</span></Fact>}
      {hasDigest && <Fact term="Digest">Recorded, not checked yet</Fact>}
      {incidents && <Fact term="Incidents"><span className="text-bad-ink">{counted(incidents, "incident")} reported about it</span></Fact>}
      {failure && <Fact term="Failure"><span className="text-bad-ink">{failure.message ?? (failure.what === "aborted" ? "The newest run of its job was aborted" : "The newest run of its job failed")}</span>, <time dateTime={failure.at} className="figures">{formatUtc(failure.at)}</time></Fact>}
      {tags && tags.length > 0 && <Fact term="Tags">{tags.join(", ")}</Fact>}
    </>
  );
}
