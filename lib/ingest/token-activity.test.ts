import { expect, test } from "vitest";
import { AppError } from "@/lib/errors";
import { TokenActivity } from "./token-activity";

const receipt = (sequence: number, warnings: string[] = []) => ({ id: "e", sequence, leafHash: "", duplicate: false, warnings });

test("what a token sent is counted, and the last few are kept, newest first", () => {
  const activity = new TokenActivity();
  for (let n = 1; n <= 8; n++) activity.taken("token:a", receipt(n, ["odd"]));
  activity.refused("token:a", "/api/v1/lineage", new AppError("invalid", "run.runId: must not be empty", { pointer: "/run/runId" }));
  activity.refused("token:a", "/api/v1/events", { index: 3, code: "invalid", pointer: "/data", message: "data: wrong" });
  const seen = activity.of("token:a");
  expect([seen.taken, seen.refused]).toEqual([8, 2]);
  expect(seen.lastTaken.map(({ sequence }) => sequence)).toEqual([8, 7, 6, 5, 4]);
  expect(seen.lastTaken[0]).toMatchObject({ warnings: ["odd"], duplicate: false });
  expect(seen.lastRefused).toMatchObject([
    { path: "/api/v1/events", status: 422, index: 3, pointer: "/data" },
    { path: "/api/v1/lineage", status: 422, code: "invalid", pointer: "/run/runId", message: "run.runId: must not be empty", index: null },
  ]);
  expect(activity.of("token:b")).toEqual({ taken: 0, refused: 0, lastTaken: [], lastRefused: [] });
});

test("what is kept is bounded: long texts are cut, and the token that was quiet longest is forgotten", () => {
  const activity = new TokenActivity();
  activity.refused("token:first", "/api/v1/lineage", new AppError("invalid", "x".repeat(5_000)));
  activity.taken("token:second", receipt(1));
  expect(activity.of("token:first").lastRefused[0]!.message).toHaveLength(1_001);
  activity.refused("token:first", "/api/v1/lineage", new AppError("unreadable", "again"));
  for (let n = 0; n < 499; n++) activity.taken(`token:${n}`, receipt(n));
  expect(activity.of("token:second").taken).toBe(0);
  expect(activity.of("token:first").refused).toBe(2);
});
