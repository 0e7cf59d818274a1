import "server-only";
import { z } from "zod";
import { readQuery } from "@/graph/read-query";
import { STILL } from "@/lib/time";
import type { Moment } from "./moment";
import { feeding, hasData, isPart, isThere, keyOf, overviewShape, takesPart } from "./overview-keys";

/** What links of the groups without a card are told under. */
export const REST_KEY = "";
/** What job versions on edges are counted under; never a key, because keys have a space. */
export const RIDING = "riding";

/** What of a question goes into the text: made here, of closed lists alone. */
type Texts = { key: string; keyB: string; part: string; into: string; outOf: string; intoV: string; outOfV: string; link: string; holds: string; output: string; outputHolds: string };

/** What goes into the text of every statement here, at a moment. */
export function texts(moment: Moment): { text: Texts } {
  const [e, f] = [feeding(moment, "e"), feeding(moment, "f")];
  return {
    text: {
      key: keyOf("a"), keyB: keyOf("b"), part: isPart("a", moment),
      into: hasData("a", "upstream", moment), outOf: hasData("a", "downstream", moment), intoV: hasData("v", "upstream", moment), outOfV: hasData("v", "downstream", moment),
      link: e.pattern, holds: e.holds, output: f.pattern, outputHolds: f.holds,
    },
  };
}

const asked = { text: z.custom<Texts>(), ...overviewShape };
const part = z.object({ kind: z.string(), state: z.string(), size: z.int() });

export const groupsOf = readQuery({
  name: "overview-groups",
  params: z.object({ ...asked, limit: z.int(), riding: z.string() }),
  row: z.object({ groups: z.int(), total: z.int(), riding: z.int(), top: z.array(z.object({ key: z.string(), size: z.int(), parts: z.array(part) })), rest: z.array(part) }),
  cypher: ({ text }) => `
    MATCH (a:Definition) WHERE ${text.part}
    WITH a, CASE WHEN a:JobVersion THEN ${text.into} END AS fed, CASE WHEN a:JobVersion THEN ${text.outOf} END AS feeding
    WHERE NOT a:JobVersion OR fed OR feeding
    WITH CASE WHEN fed AND feeding THEN $riding ELSE ${text.key} END AS key, a.kind AS kind, CASE WHEN a.conflict THEN 'conflict' ELSE coalesce(a.state, 'active') END AS state, count(*) AS members
    WITH key, sum(members) AS members, collect({kind: kind, state: state, size: members}) AS parts ORDER BY members DESC, key
    WITH collect({key: key, size: members, parts: parts}) AS all
    WITH [it IN all WHERE it.key <> $riding] AS found, reduce(total = 0, it IN [it IN all WHERE it.key = $riding] | total + it.size) AS riding
    CALL (found) {
      UNWIND found[$limit..] AS it UNWIND it.parts AS part
      WITH part.kind AS kind, part.state AS state, sum(part.size) AS members ORDER BY kind, state
      RETURN collect({kind: kind, state: state, size: members}) AS rest
    }
    RETURN size(found) AS groups, reduce(total = 0, it IN found | total + it.size) AS total, riding, found[..$limit] AS top, rest`,
});

const linkRow = z.object({ from: z.string(), to: z.string(), count: z.int(), strongest: z.int(), weakest: z.int() });
export const linkParams = z.object({ ...asked, top: z.array(z.string()) });
const rankOf = (e: string) => `CASE ${e}.confidence WHEN 'observed' THEN 0 WHEN 'declared' THEN 1 ELSE 2 END`;
/** The group of a key, or the rest. A list that is a parameter is looked up as a set. */
const known = (key: string) => `CASE WHEN ${key} IN $top THEN ${key} ELSE '${REST_KEY}' END`;

export const directLinks = readQuery({
  name: "overview-links",
  params: linkParams,
  row: linkRow,
  // several relationships may join the same two things: they are one link. What is gathered thing by thing needs little memory
  cypher: ({ text }) => `
    CALL () {
      MATCH (a:Definition) WHERE ${takesPart("a")} AND NOT a:JobVersion AND ${isThere("a")}
      CALL (a) {
        MATCH (a)-${text.link}->(b) WHERE ${text.holds} AND ${takesPart("b")} AND NOT b:JobVersion AND ${isThere("b")}
        RETURN b, min(${rankOf("e")}) AS rank
      }
      RETURN a, b, rank
      UNION ALL
      MATCH (v:JobVersion) WHERE ${isThere("v")} AND ${text.intoV} <> ${text.outOfV}
      MATCH (v)-${text.link}-(beside) WHERE ${text.holds} AND ${isThere("beside")}
      RETURN startNode(e) AS a, endNode(e) AS b, min(${rankOf("e")}) AS rank
    }
    WITH ${text.key} AS from, ${text.keyB} AS to, count(*) AS count, min(rank) AS strongest, max(rank) AS weakest
    RETURN ${known("from")} AS from, ${known("to")} AS to, sum(count) AS count, min(strongest) AS strongest, max(weakest) AS weakest`,
});

export const linksThroughJobs = readQuery({
  name: "overview-links-through-jobs",
  params: linkParams,
  row: linkRow,
  // inputs and outputs of a job version are counted group by group before they meet: a thousand of either are no million rows
  cypher: ({ text }) => `
    MATCH (v:JobVersion) WHERE ${isThere("v")}
    CALL (v) {
      MATCH (a)-${text.link}->(v) WHERE ${text.holds} AND ${isThere("a")}
      WITH ${text.key} AS from, count(*) AS inputs, min(${rankOf("e")}) AS best, max(${rankOf("e")}) AS worst
      RETURN collect({from: from, inputs: inputs, best: best, worst: worst}) AS into
    }
    CALL (v) {
      MATCH (v)-${text.output}->(b) WHERE ${text.outputHolds} AND ${isThere("b")}
      RETURN ${text.keyB} AS to, count(*) AS outputs, min(${rankOf("f")}) AS best, max(${rankOf("f")}) AS worst
    }
    UNWIND into AS it
    WITH it.from AS from, to, sum(it.inputs * outputs) AS count,
      min(CASE WHEN it.best > best THEN it.best ELSE best END) AS strongest, max(CASE WHEN it.worst > worst THEN it.worst ELSE worst END) AS weakest
    RETURN ${known("from")} AS from, ${known("to")} AS to, sum(count) AS count, min(strongest) AS strongest, max(weakest) AS weakest`,
});

const madeShape = { ...asked, top: z.array(z.string()) };
/** What the predictions of a model version are put together by. */
const MADE_BY = "CASE $by WHEN 'namespace-kind' THEN a.namespace WHEN 'model' THEN split(a.ref, '@')[0] ELSE '' END";

export const madeByDay = readQuery({
  name: "overview-predictions-by-day",
  params: z.object({ ...madeShape, day: z.int(), begin: z.int() }),
  row: z.object({ from: z.string(), value: z.string(), made: z.int() }),
  // whole days from the count of each, and what of the last one had happened from the index of (model, at)
  cypher: ({ text, day }) => `
    MATCH (a:ModelVersion) WHERE ${isThere("a")}
    CALL (a) { MATCH (d:Daily) WHERE d.ref = a.ref${day === STILL ? "" : " AND d.day < $day"} RETURN sum(d.count) AS days }
    WITH a, days + ${day === STILL ? "0" : "COUNT { MATCH (p:Prediction) WHERE p.model = a.key AND p.at >= $begin AND p.at <= $last }"} AS made WHERE made > 0
    WITH ${text.key} AS key, ${MADE_BY} AS value, sum(made) AS made
    RETURN ${known("key")} AS from, value, sum(made) AS made ORDER BY from, value`,
});

export const madeAsSeen = readQuery({
  name: "overview-predictions-as-seen",
  params: z.object({ ...madeShape, most: z.int() }),
  row: z.object({ from: z.string(), value: z.string(), made: z.int() }),
  cypher: ({ text }) => `
    MATCH (a:ModelVersion) WHERE ${isThere("a")}
    WITH ${text.key} AS key, ${MADE_BY} AS value, collect(a.key) AS models
    CALL (models) {
      UNWIND models AS model
      MATCH (p:Prediction) WHERE p.model = model AND p.at <= $last AND p.namespace IN $namespaces
      WITH p LIMIT $most
      RETURN count(p) AS made
    }
    WITH key, value, made WHERE made > 0
    RETURN ${known("key")} AS from, value, sum(made) AS made ORDER BY from, value`,
});
