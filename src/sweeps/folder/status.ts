/** The states of the runs of a sweep, read from what the runs themselves wrote. */

import { readTextIfPresent } from "../../files/index.ts";
import {
  lastRecord,
  liveAttempt,
  parseRunInfo,
  type RunInfo,
  runFiles,
  savedStep,
  thisProcess,
} from "../../runs/folder/index.ts";
import { formatNumber } from "../../text.ts";
import type { Halving } from "../plan/index.ts";
import { type Mark, readMarks, type Sweep, type SweepRun } from "./folder.ts";
import { halvingStandings, type Rung } from "./standings.ts";

/** The states of a run, in the order in which they are listed. */
export const sweepStates = [
  "done",
  "running",
  "queued",
  /** Saved and stopped; it can be resumed. */
  "stopped",
  /** Its process ended without a final record; it can be resumed from its newest checkpoint. */
  "interrupted",
  /** Dropped by halving. */
  "dropped",
  "cancelled",
  "failed",
] as const;
export type SweepState = (typeof sweepStates)[number];

/** The state of one run. */
export interface RunStatus {
  readonly run: SweepRun;
  readonly state: SweepState;
  /** Generator steps that are recorded. */
  readonly gStep: number;
  /** Of a run that is being trained, at its mean speed so far; `null` if unknown. */
  readonly secondsLeft: number | null;
  /** Why it stopped or failed; which process runs it. */
  readonly reason: string | null;
  /** Seconds of training up to the last checkpoint, all attempts together. */
  readonly trainedSeconds: number;
}

/** The states of runs now. */
export async function sweepStatus(
  sweep: Sweep,
  runs: readonly SweepRun[] = sweep.runs,
): Promise<readonly RunStatus[]> {
  const statuses = await ownStatus(sweep, runs);
  const isOpen = ({ state }: RunStatus) =>
    state === "queued" || state === "stopped" || state === "interrupted";
  if (sweep.halving === null || !statuses.some(isOpen)) return statuses;
  const dropped = await droppedRuns(sweep);
  return statuses.map((status) => {
    const reason = dropped.get(status.run.name);
    return reason !== undefined && isOpen(status)
      ? { ...status, state: "dropped", reason }
      : status;
  });
}

/** The names of runs that failed or were cancelled. */
export async function lostRuns(sweep: Sweep): Promise<ReadonlySet<string>> {
  const lost = (await ownStatus(sweep, sweep.runs)).filter(
    ({ state }) => state === "failed" || state === "cancelled",
  );
  return new Set(lost.map(({ run }) => run.name));
}

/** The rungs of a sweep that is halved, as {@link halvingStandings} reads them from the runs' files. */
export async function sweepRungs(sweep: Sweep): Promise<readonly Rung[]> {
  if (sweep.halving === null) return [];
  const lost = await lostRuns(sweep);
  return halvingStandings(sweep, ({ name }) => lost.has(name));
}

/** The runs that halving has dropped, each with the reason. */
async function droppedRuns(sweep: Sweep): Promise<ReadonlyMap<string, string>> {
  const { metric } = sweep.halving as Halving;
  const rungs = await sweepRungs(sweep);
  return new Map(
    rungs.flatMap(({ step, contenders }) =>
      contenders.flatMap(({ runs, value, fate }, place) => {
        if (fate !== "out") return [];
        const reached =
          value === null ? "lost a seed" : `place ${place + 1} of ${contenders.length}`;
        const at = value === null ? "" : `, ${metric} ${formatNumber(value)}`;
        return runs.map((name): [string, string] => [name, `${reached} at step ${step}${at}`]);
      }),
    ),
  );
}

/** What each run says of itself. */
async function ownStatus(sweep: Sweep, runs: readonly SweepRun[]): Promise<readonly RunStatus[]> {
  const marks = await readMarks(sweep);
  const statuses: RunStatus[] = [];
  for (const run of runs) statuses.push(await statusOf(sweep, run, marks.get(run.name)));
  return statuses;
}

async function statusOf(sweep: Sweep, run: SweepRun, mark: Mark | undefined): Promise<RunStatus> {
  const folder = sweep.fileOf(run, "folder");
  const file = runFiles(folder).info;
  const status = (state: SweepState, more: Partial<RunStatus> = {}): RunStatus => {
    return { run, state, gStep: 0, secondsLeft: null, reason: null, trainedSeconds: 0, ...more };
  };
  const marked = mark && (mark.state === "refused" ? "failed" : "cancelled");
  const text = await readTextIfPresent(file);
  if (text === undefined) return status(marked ?? "queued", { reason: mark?.reason ?? null });
  let info: RunInfo;
  try {
    info = parseRunInfo(text, file);
  } catch (error) {
    return status("failed", { reason: (error as Error).message });
  }
  const { gStep } = info.counters;
  const soFar = { gStep, reason: info.exitReason, trainedSeconds: info.timings.training ?? 0 };
  if (info.status === "done" || info.status === "failed") return status(info.status, soFar);
  if (info.status === "stopped") {
    return status(marked ?? "stopped", { ...soFar, reason: mark?.reason ?? soFar.reason });
  }
  const live = await liveAttempt(folder);
  if (live !== undefined) {
    const { pid, host } = live;
    return status("running", {
      ...soFar,
      ...(await pace(folder, run.steps)),
      reason: host === thisProcess().host ? `process ${pid}` : `process ${pid} on ${host}`,
    });
  }
  const saved = await savedStep(folder);
  const { pid, host } = info.process;
  const gone = host === thisProcess().host ? "is gone" : `on ${host} gives no sign of life`;
  const reason = mark?.reason ?? `process ${pid} ${gone}`;
  return status(marked ?? "interrupted", { ...soFar, gStep: saved, reason });
}

async function pace(folder: string, steps: number): Promise<Partial<RunStatus>> {
  const record = await lastRecord(runFiles(folder).metrics);
  if (record === undefined || typeof record.time !== "number" || record.gStep === 0) return {};
  const { gStep, time } = record;
  return { gStep, secondsLeft: Math.max(0, steps - gStep) * (time / gStep) };
}
