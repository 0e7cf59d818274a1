import { describe, expect, test } from "vitest";
import { outputWords } from "./output-words";

describe("the words of an output", () => {
  test("begin with the score, then the verdict, then the rest as recorded", () => {
    expect(outputWords({ subject: "dataset:aws:x", score: 0.725924, anomaly: true, threshold: 0.483264 })).toEqual({
      answer: "0.725924", term: "score", verdict: "anomaly", isAlarm: true, rest: [["subject", "dataset:aws:x"], ["threshold", "0.483264"]],
    });
    expect(outputWords({ anomaly: false, score: 0.1 })).toMatchObject({ verdict: "no anomaly", isAlarm: false });
  });

  test("take the first figure when no name is known, else the first text", () => {
    expect(outputWords({ note: "late", eta: 12 })).toMatchObject({ answer: "12", term: "eta", rest: [["note", "late"]] });
    expect(outputWords({ route: "a" })).toMatchObject({ answer: "a", term: "route", verdict: null });
    expect(outputWords({ anomaly: true })).toMatchObject({ answer: "true", term: "anomaly", verdict: null });
  });

  test("are none for nothing", () => {
    expect([outputWords(null), outputWords({}), outputWords({ score: null })]).toEqual([null, null, null]);
  });
});
