/** Drives a sweep on an executor: starts its runs, watches them, and stops them when asked to. */

import { readTextIfPresent } from "../../files/index.ts";
import { asAttempt } from "../../runs/folder/index.ts";
import type { Executor, Job, JobState } from "../executor.ts";
import {
  halvingStandings,
  lostRuns,
  type RunStatus,
  readMarks,
  type Sweep,
  type SweepRun,
  sweepStatus,
  writeMark,
} from "../folder/index.ts";
import type { Place } from "../places/index.ts";
import { type JobOptions, jobsOf, type LeftAlone } from "./jobs.ts";
import { nextRound, roundOf } from "./rounds.ts";

/** Milliseconds between two looks at the executor. */
const LOOK_EVERY = 250;
/** Looks between two at the files of those that run. */
const FILES_EVERY = 4;

/** What happens while a sweep is driven. */
export type SweepEvent =
  /** Where runs are going to be trained. */
  | { readonly type: "place"; readonly place: Place }
  | { readonly type: "left-alone"; readonly runs: readonly LeftAlone[] }
  | { readonly type: "begun"; readonly run: SweepRun }
  /** So many points are trained to this step. */
  | { readonly type: "rung"; readonly step: number; readonly contenders: number }
  /** So many runs were added for the next round of a search. */
  | {
      readonly type: "round";
      readonly round: number;
      readonly rounds: number;
      readonly added: number;
    }
  | { readonly type: "ended"; readonly status: RunStatus }
  | { readonly type: "progress"; readonly running: readonly RunStatus[]; readonly waiting: number }
  /** All runs are asked to save and stop. */
  | { readonly type: "stopping"; readonly why: "asked" | "budget" };

/** Which runs of a sweep are driven, and how. */
export interface Driving extends Pick<JobOptions, "acceptOtherData"> {
  readonly runs: readonly SweepRun[];
  readonly executor: Executor;
  /** Hours of training of all runs together; `null`: no limit. */
  readonly budgetHours: number | null;
  /** Aborted: all that run save and stop. */
  readonly signal: AbortSignal;
  readonly onEvent: (event: SweepEvent) => void;
}

/**
 * Runs what is left of a sweep until every run has ended.
 *
 * @throws EvenkeelError `RUN_FOLDER` while another live process does so, be it on another machine; `DISK`
 *   if the disk refuses.
 */
export async function driveSweep(sweep: Sweep, driving: Driving): Promise<void> {
  await asAttempt(sweep.path, false, async (refuseIfSuperseded) => {
    try {
      if (sweep.search !== null) await searchOn(sweep, driving, refuseIfSuperseded);
      else await driveOnce(sweep, driving, refuseIfSuperseded);
    } catch (error) {
      // runs that are being trained save; the first failure is the one to report
      await driving.executor.cancel(driving.runs.map(({ name }) => name)).catch(() => undefined);
      throw error;
    }
  });
}

async function driveOnce(sweep: Sweep, driving: Driving, refuse: () => void): Promise<void> {
  if (sweep.halving === null) await drive(sweep, driving, refuse);
  else await climb(sweep, driving, refuse);
}

/** Runs what is there, then one round after another as long as all runs of the last have ended. */
async function searchOn(sweep: Sweep, driving: Driving, refuse: () => void): Promise<void> {
  let before = sweep;
  await driveOnce(before, driving, refuse);
  while (!driving.signal.aborted) {
    const longer = await nextRound(before);
    if (longer === undefined) return;
    const runs = longer.runs.slice(before.runs.length);
    const { rounds = 0 } = longer.search ?? {};
    driving.onEvent({ type: "round", round: roundOf(longer), rounds, added: runs.length });
    await drive(longer, { ...driving, runs }, refuse);
    before = longer;
  }
}

/** Takes the contenders to one rung after another, as long as all that are to arrive do. */
async function climb(
  sweep: Sweep,
  driving: Driving,
  refuseIfSuperseded: () => void,
): Promise<void> {
  // runs that had failed or were cancelled but were chosen are tried again
  const hopeful = new Set(driving.runs.map(({ name }) => name));
  let last: number | undefined;
  for (;;) {
    const lost = await lostRuns(sweep);
    const rung = (
      await halvingStandings(sweep, ({ name }) => lost.has(name) && !hopeful.has(name))
    ).at(-1);
    // one that is still open after it was tried has been stopped
    if (rung === undefined || rung.isDecided || rung.step === last) return;
    last = rung.step;
    const contenders = new Set(rung.contenders.flatMap(({ runs }) => runs));
    const runs = driving.runs.filter(({ name }) => contenders.has(name));
    driving.onEvent({ type: "rung", step: rung.step, contenders: rung.contenders.length });
    await drive(sweep, { ...driving, runs }, refuseIfSuperseded, rung.step);
    for (const { name } of runs) hopeful.delete(name);
  }
}

async function drive(
  sweep: Sweep,
  driving: Driving,
  refuseIfSuperseded: () => void,
  until?: number,
): Promise<void> {
  const { runs, executor, budgetHours, signal, onEvent, acceptOtherData } = driving;
  const { jobs, leftAlone } = await jobsOf(sweep, runs, { until, acceptOtherData });
  if (leftAlone.length > 0) onEvent({ type: "left-alone", runs: leftAlone });
  const byName = new Map(runs.map((run) => [run.name, run]));
  const clock = budgetClock(await sweepStatus(sweep), budgetHours);
  const cancelled = new Set<string>();
  const reported = new Map<string, JobState["state"]>();
  const cancel = async (names: readonly string[]) => {
    const fresh = names.filter((name) => !cancelled.has(name));
    for (const name of fresh) cancelled.add(name);
    if (fresh.length > 0) await executor.cancel(fresh);
  };
  const stop = async (why: "asked" | "budget") => {
    if (cancelled.size === jobs.length) return;
    onEvent({ type: "stopping", why });
    await cancel(jobs.map(({ name }) => name));
  };
  if (clock.isOver(0)) return onEvent({ type: "stopping", why: "budget" });
  if (signal.aborted) return;
  await executor.submit(jobs);
  for (let look = 0; ; look++) {
    const states = await executor.status();
    const inState = (wanted: JobState["state"]) =>
      [...states].flatMap(([name, { state }]) => (state === wanted ? [name] : []));
    for (const job of jobs) {
      const now = states.get(job.name);
      if (now === undefined || reported.get(job.name) === now.state) continue;
      const before = reported.get(job.name);
      reported.set(job.name, now.state);
      const run = byName.get(job.name) as SweepRun;
      if (now.state === "running") onEvent({ type: "begun", run });
      // a job that was dropped while it waited has no result
      if (now.state === "ended" && (before === "running" || !cancelled.has(job.name))) {
        if (now.code !== 0 && !cancelled.has(job.name))
          await markIfRefused(sweep, run, job, now.code);
        onEvent({ type: "ended", status: (await sweepStatus(sweep, [run]))[0] as RunStatus });
      }
    }
    const running = inState("running");
    const waiting = inState("waiting");
    if (running.length + waiting.length === 0) return;
    if (look % FILES_EVERY === 0) {
      refuseIfSuperseded();
      const chosen = running.map((name) => byName.get(name) as SweepRun);
      onEvent({
        type: "progress",
        running: await sweepStatus(sweep, chosen),
        waiting: waiting.length,
      });
      const marks = await readMarks(sweep);
      await cancel(
        [...running, ...waiting].filter((name) => marks.get(name)?.state === "cancelled"),
      );
    }
    if (signal.aborted) await stop("asked");
    else if (clock.isOver(running.length)) await stop("budget");
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY));
  }
}

/** Adds the time that runs take to what they have taken before. */
function budgetClock(before: readonly RunStatus[], hours: number | null) {
  let seconds = before.reduce((sum, { trainedSeconds }) => sum + trainedSeconds, 0);
  let last = performance.now();
  return {
    /** Whether the budget is used up, after so many have run since the last call. */
    isOver(running: number): boolean {
      const now = performance.now();
      seconds += (running * (now - last)) / 1000;
      last = now;
      return hours !== null && seconds >= hours * 3600;
    },
  };
}

/** The exit code of a process that refuses its input. */
const REFUSED = 2;

/** Marks a run whose process ended before it wrote to the run's folder: the reason is in its log only. */
async function markIfRefused(
  sweep: Sweep,
  run: SweepRun,
  { log }: Job,
  code: number | null,
): Promise<void> {
  const [status] = await sweepStatus(sweep, [run]);
  const isOpen = status?.state === "queued" || status?.state === "interrupted";
  if (!isOpen && !(status?.state === "stopped" && code === REFUSED)) return;
  const lines = ((await readTextIfPresent(log)) ?? "").trimEnd().split("\n");
  const at = lines.findLastIndex((line) => line.startsWith("error: "));
  const error = lines.slice(at).map((line) => line.replace(/^error: /, "").trim());
  if (at < 0 && status.state === "interrupted") return;
  const reason = at < 0 ? `its process died; see ${log}` : error.join(" ");
  await writeMark(sweep, run, { state: "refused", reason });
}
