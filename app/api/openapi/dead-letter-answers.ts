import { z } from "zod";
import { instantText, watermark } from "./answers";

export const deadLettersAnswer = z.object({
  results: z.array(
    z.object({
      sequence: z.int(),
      id: z.string().nullable().meta({ description: "The record's id" }),
      type: z.string().nullable(),
      subject: z.string().nullable(),
      code: z.string(),
      message: z.string().meta({ description: "Why it could not be brought into the graph" }),
      attempts: z.int(),
      firstAt: instantText,
      lastAt: instantText,
    }),
  ),
  total: z.int(),
  shown: z.int(),
  next: z.string().optional().meta({ description: "The cursor of the next page" }),
  watermark,
});
export const replayAnswer = z.object({ sequence: z.int(), watermark });
