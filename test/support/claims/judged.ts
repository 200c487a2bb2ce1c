/** Claims judged on made-up Fréchet distances. */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { Claim, Scale, TrialRun } from "../../../src/claims/claim.ts";
import { claimData } from "../../../src/claims/data/index.ts";
import { planTrials, seedsOf } from "../../../src/claims/trials/index.ts";
import { appendEvaluations, protocolHash } from "../../../src/evaluation/results/index.ts";
import { protocols } from "../../../src/metrics/protocols/index.ts";
import { runFiles } from "../../../src/runs/folder/index.ts";
import type { ExpandedRun } from "../../../src/sweeps/plan/index.ts";

/** The Fréchet distance of a run; `null` for one that failed. */
export type MadeUp = (point: TrialRun["point"], seed: number) => number | null;

/** What a claim is judged on. */
export interface Judged {
  readonly scale?: Scale;
  /** Names of data sets; default the built-in shapes. */
  readonly data?: readonly string[];
  /** Distances of the runs that choose; default those of the test. */
  readonly choosing?: MadeUp;
}

/** Chooses, if the claim does, and judges, on made-up distances of its runs, whose folders are below `folder`. */
export async function judge(
  { test }: Claim,
  folder: string,
  distance: MadeUp,
  { scale = "small", data = ["shapes"], choosing = distance }: Judged = {},
) {
  if (test.kind !== "trials") throw new Error("the claim trains nothing");
  const setting = { scale, data: data.map((name) => claimData[name]!) };
  const planned = await planTrials(test, setting, { set: [] });
  const choiceRuns = await leave(planned.choice, join(folder, "choice"), choosing);
  const chosen = (await test.choice?.choose(choiceRuns, setting)) ?? {};
  const seeds = [...new Set(planned.test.map(({ config }) => config.seed))];
  const trials = test.trials(setting, chosen);
  const runs = await leave(
    seeds.flatMap((seed, i) =>
      trials
        .filter((trial) => i < (trial.seeds ?? seedsOf(test, setting)))
        .map(({ point }) => ({ point, seed })),
    ),
    join(folder, "sweep"),
    distance,
  );
  const context = { ...setting, chosen, choiceRuns, progress: () => {}, signal: never };
  return { chosen, runs, findings: await test.judge(runs, context) };
}

const never = new AbortController().signal;

async function leave(
  runs: readonly (
    | Pick<ExpandedRun, "point" | "config">
    | { readonly point: TrialRun["point"]; readonly seed: number }
  )[],
  folder: string,
  distance: MadeUp,
): Promise<readonly TrialRun[]> {
  return Promise.all(
    runs.map(async (one, i) => {
      const point = one.point as TrialRun["point"];
      const seed = "seed" in one ? one.seed : one.config.seed;
      const value = distance(point, seed);
      const own = join(folder, String(i));
      await mkdir(own, { recursive: true });
      if (value !== null) await leaveDistance(own, value);
      return {
        run: { name: `run${i}`, seed, steps: 1, point },
        ...{ point, seed, folder: own },
        state: value === null ? ("failed" as const) : ("done" as const),
        reason: null,
        seconds: 10,
      };
    }),
  );
}

/** Leaves an evaluation with this Fréchet distance in a run's folder. */
async function leaveDistance(folder: string, value: number): Promise<void> {
  const protocol = protocols.shapes;
  await appendEvaluations(runFiles(folder).evaluations, [
    {
      ...{ gStep: 1, dStep: 1, images: 1, metric: "fid", value, spread: null },
      ...{ details: {}, warnings: [], protocol, protocolHash: protocolHash(protocol.settings) },
      extractor: {
        ...{ name: "shapes", sha256: "a".repeat(64), dimension: 64, classes: 10 },
        ...{ size: 32, resizer: "own" },
      },
      counts: { real: 2000, fake: 2000 },
      subject: {
        ...{ kind: "run", path: folder, shape: [3, 16, 16] },
        ...{ batchNorm: "running statistics", weights: "raw" },
      },
      reference: null,
      seed: 0,
      versions: { evenkeel: "0.1.0", engine: "none" },
      measuredAt: "2026-11-30T00:00:00.000Z",
      seconds: 1,
    },
  ]);
}
