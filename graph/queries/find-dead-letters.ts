import "server-only";
import { z } from "zod";
import { readQuery } from "@/graph/read-query";

const MAX_PAGE = 1000;

export const deadLettersParams = z.object({
  limit: z.int().min(1).max(MAX_PAGE).default(100),
  /** Only those with a greater sequence. */
  beyond: z.int().min(0).default(0),
});

const deadLetterRow = z.object({
  sequence: z.int(),
  code: z.string(),
  message: z.string(),
  attempts: z.int(),
  /** Microseconds. */
  firstAt: z.int(),
  lastAt: z.int(),
});
export type DeadLetter = z.infer<typeof deadLetterRow>;

/** Records that could not be projected, by sequence. @throws AppError `unavailable` when Neo4j cannot be reached. */
export const findDeadLetters = readQuery({
  name: "find-dead-letters",
  params: deadLettersParams,
  row: deadLetterRow,
  cypher: `
    MATCH (dead:DeadLetter) WHERE dead.sequence > $beyond
    RETURN dead.sequence AS sequence, dead.code AS code, dead.message AS message, dead.attempts AS attempts,
      dead.firstAt AS firstAt, dead.lastAt AS lastAt
    ORDER BY sequence LIMIT $limit`,
});

const countRow = z.object({ total: z.int() });

/** How many there are; one row. @throws AppError `unavailable` when Neo4j cannot be reached. */
export const countDeadLetters = readQuery({
  name: "count-dead-letters",
  params: z.object({}),
  row: countRow,
  cypher: "MATCH (dead:DeadLetter) RETURN count(dead) AS total",
});

/** Those of these records that could not be projected. @throws AppError `unavailable` when Neo4j cannot be reached. */
export const findDeadAmong = readQuery({
  name: "find-dead-among",
  params: z.object({ sequences: z.array(z.int()).max(MAX_PAGE) }),
  row: deadLetterRow,
  cypher: `
    UNWIND $sequences AS wanted
    MATCH (dead:DeadLetter {sequence: wanted})
    RETURN dead.sequence AS sequence, dead.code AS code, dead.message AS message, dead.attempts AS attempts,
      dead.firstAt AS firstAt, dead.lastAt AS lastAt`,
});
