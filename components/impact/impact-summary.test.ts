import { describe, expect, test } from "vitest";
import { sharesText, summarise, type ImpactRow } from "./impact-summary";

const row = (part: Partial<ImpactRow>): ImpactRow => ({
  ref: "dataset:a:b", kind: "dataset", state: "active", class: "degraded", reason: "", distance: 1, via: "", owner: null, deployed: false, deployments: [], predictionsPerDay: null, ...part,
});

describe("the summary of an impact", () => {
  test("counts a prediction with the deployment that makes it, or with a model version that none runs", () => {
    const { byDeployments, byModels, deployments } = summarise([
      row({ kind: "model", ref: "model:o:m@2", class: "lost", deployed: true, predictionsPerDay: 20 }),
      row({ kind: "deployment", ref: "deployment:o:prod/m", class: "lost", deployed: true, predictionsPerDay: 96 }),
      row({ kind: "deployment", ref: "deployment:o:canary/m", class: "degraded", deployed: false, predictionsPerDay: 5 }),
      row({ kind: "model", ref: "model:o:m@1", class: "degraded", predictionsPerDay: 80 }),
    ]);
    expect([byDeployments, byModels]).toEqual([{ lost: 96, degraded: 0, doubtful: 0 }, { lost: 0, degraded: 80, doubtful: 0 }]);
    expect(deployments.map(({ ref }) => ref)).toEqual(["deployment:o:prod/m"]);
  });
  test("names owners by their share, the one who loses most first, and counts what nobody owns", () => {
    const { owners, unowned } = summarise([
      row({ owner: "party:-:b" }), row({ owner: "party:-:b" }), row({ owner: "party:-:a", class: "lost" }), row({ owner: "party:-:c", class: "doubtful" }), row({}),
    ]);
    expect(owners.map(({ owner, share }) => `${owner} ${sharesText(share, String)}`)).toEqual(["party:-:a 1 lost", "party:-:b 2 degraded", "party:-:c 1 doubtful"]);
    expect(unowned).toBe(1);
    expect(sharesText({ lost: 0, degraded: 0, doubtful: 0 }, String)).toBeNull();
  });
});
