/** Starts a sweep. */
import { EvenkeelError } from "../../errors.ts";
import { handOver, type SweepEvent } from "../../sweeps/execution/index.ts";
import { createSweep, type Sweep, type SweepRun } from "../../sweeps/folder/index.ts";
import { type Place, placeFor, withThreads } from "../../sweeps/places/index.ts";
import { type ExpandedSweep, expandSweep, readSweepFile } from "../../sweeps/plan/index.ts";
import { expectSlurm } from "../../sweeps/slurm/index.ts";
import { printNext, showPath } from "../../terminal/paths.ts";
import { oneLine, tell } from "../../terminal/terminal.ts";
import { countOf, shell } from "../../text.ts";
import { featuresSetting } from "../shared/options.ts";
import { expectFreePlace } from "../shared/outputs.ts";
import { memoryLines, onSlurmOnly, type PlaceFlags, placeRequest } from "../shared/place.ts";
import { seeThrough } from "./outcome.ts";

/** Options of `sweep`. */
export interface StartFlags extends PlaceFlags, WaitFlag {
  readonly dryRun?: boolean;
  readonly out?: string;
  readonly seeds?: number;
  readonly set: readonly string[];
  readonly features?: string;
}

/** Whether to stay until a sweep on Slurm has ended. */
export interface WaitFlag {
  readonly wait?: boolean;
}

/** Expands a sweep file, and trains its runs or prints what they would cost. */
export async function startSweep(file: string | undefined, flags: StartFlags): Promise<void> {
  const { dryRun, out, seeds } = flags;
  const set = [...flags.set, ...featuresSetting(flags)];
  if (file === undefined) {
    throw new EvenkeelError(
      "USAGE",
      "sweep: must be given a sweep file, a recipe with --seeds, or status, resume, cancel, collect, run",
      { advice: "docs/sweeps.md has an example." },
    );
  }
  const source = await readSweepFile(file);
  const expanded = await expandSweep(source, set, seeds);
  const budgetHours = source.description.budget.hours ?? null;
  const request = placeRequest(flags, source.description.slurm);
  const { on } = request;
  refuseWaitHere(flags, on);
  expectWait(flags, on, { ...expanded, budgetHours });
  const place = placeFor(request, expanded.runs);
  for (const line of memoryLines(place)) tell(line);
  const shared = { ...expanded, runs: withThreads(expanded.runs, place.threads) };
  if (dryRun) {
    const { printSweepForecast } = await import("./forecast.ts");
    return printSweepForecast(shared, { jobs: place.jobs, budgetHours });
  }
  await expectFreePlace("--out", out);
  if (on === "slurm") await expectSlurm();
  const { text } = source;
  const { slurm } = place;
  const sweep = await createSweep({ expanded: shared, text, set, budgetHours, on, slurm, out });
  const how = on === "slurm" ? "on Slurm" : `${place.jobs} at once`;
  tell(`sweep ${showPath(sweep.path)}: ${countOf(sweep.runs.length, "run")}, ${how}`);
  await trainRuns(sweep, sweep.runs, { place, budgetHours, wait: flags.wait });
}

/** Where and how runs are trained. */
export interface TrainingOfRuns {
  readonly place: Place;
  readonly budgetHours: number | null;
  /** Whether to stay until runs on Slurm have ended. */
  readonly wait: boolean | undefined;
  /** Whether they may go on with other data than before; default: these are refused. */
  readonly acceptOtherData?: boolean | undefined;
}

/** Trains runs until they have ended; or submits them to Slurm, unless it is to wait for them. */
export async function trainRuns(
  sweep: Sweep,
  runs: readonly SweepRun[],
  { place, budgetHours, wait, acceptOtherData }: TrainingOfRuns,
): Promise<void> {
  const executor = place.executor(sweep);
  if (place.on === "local" || wait) {
    return seeThrough(sweep, runs, executor, { budgetHours, acceptOtherData });
  }
  const onEvent = (event: SweepEvent) => {
    if (event.type !== "left-alone") return;
    for (const { run, reason, failed } of event.runs) {
      if (!failed) continue;
      tell(`${run.name}: failed: ${oneLine(reason)}`);
      process.exitCode = 1;
    }
  };
  const submitted = await handOver(sweep, runs, executor, onEvent, { acceptOtherData });
  tell(`${countOf(submitted, "run")} in Slurm's queue`);
  const path = showPath(sweep.path);
  printNext([
    shell`evenkeel sweep status ${path}`,
    shell`evenkeel sweep cancel ${path}`,
    shell`evenkeel sweep collect ${path}`,
  ]);
}

/** Refuses `--wait` on this machine, where a sweep is always waited for. */
export function refuseWaitHere({ wait }: WaitFlag, on: Place["on"]): void {
  if (on === "local" && wait) throw onSlurmOnly("--wait");
}

/** Refuses a sweep on Slurm that needs a process to decide which runs are trained, without `--wait`. */
export function expectWait(
  { wait }: WaitFlag,
  on: Place["on"],
  {
    halving,
    search,
    budgetHours,
  }: Pick<ExpandedSweep, "halving" | "search"> & { readonly budgetHours: number | null },
): void {
  const what =
    (halving !== null && "halving") ||
    ((search?.rounds ?? 1) > 1 && "search by rounds") ||
    (budgetHours !== null && "budget.hours");
  if (on === "local" || wait || !what) return;
  throw new EvenkeelError(
    "USAGE",
    `${what}: on Slurm must be used with --wait, as this process decides which runs are trained`,
    { advice: "Add --wait, in a session that lasts; Ctrl-C and sweep resume work there as well." },
  );
}
