import { EvenkeelError, refusal } from "../../errors.ts";
import { shell } from "../../text.ts";
import {
  createSweep,
  isSweepFolder,
  openSweep,
  type RunStatus,
  type Sweep,
  type SweepRun,
  type SweepState,
  sweepStatus,
} from "../folder/index.ts";
import { type PlaceRequest, placeFor, withThreads } from "../places/index.ts";
import type { ExpandedSweep } from "../plan/index.ts";
import { isHeld, slurmTasks } from "../slurm/index.ts";
import { type Driving, driveSweep } from "./drive.ts";

/** States in which nothing is left to train. */
const ENDED: ReadonlySet<SweepState> = new Set(["done", "failed", "dropped"]);

/** What is trained. */
export interface SweepPart {
  readonly expanded: ExpandedSweep;
  /** What its `sweep.yaml` says. */
  readonly text: string;
  /** Its folder. */
  readonly out: string;
}

/** A sweep of which every run has ended, and how. */
export interface CompletedSweep {
  readonly sweep: Sweep;
  readonly statuses: readonly RunStatus[];
}

/**
 * Makes a sweep, or opens the one in its folder, and trains what is left of it.
 *
 * @param request where; of a sweep that is there already too.
 * @returns `undefined` when the signal stopped it first: the runs are saved then.
 * @throws EvenkeelError `USAGE` for options that Slurm does not know; `RUN_FOLDER` when every run failed, and
 *   for the sweep of other runs;
 *   `SLURM` when a cluster cannot be asked, or has runs in its queue from an earlier time.
 */
export async function completeSweep(
  { expanded, text, out }: SweepPart,
  request: PlaceRequest,
  { signal, onEvent }: Pick<Driving, "signal" | "onEvent">,
): Promise<CompletedSweep | undefined> {
  const place = placeFor(request, expanded.runs);
  const { on, slurm, threads } = place;
  const shared = { ...expanded, runs: withThreads(expanded.runs, threads) };
  const sweep = (await isSweepFolder(out))
    ? await reopened(out, shared)
    : await createSweep({ expanded: shared, text, out, on, slurm, set: [], budgetHours: null });
  const left = (await sweepStatus(sweep)).filter(({ state }) => !ENDED.has(state));
  if (left.length > 0) {
    await expectNoneHeld(sweep);
    onEvent({ type: "place", place });
    const runs = left.map(({ run }) => run);
    const executor = place.executor(sweep);
    await driveSweep(sweep, { runs, executor, budgetHours: null, signal, onEvent });
  }
  const statuses = await sweepStatus(sweep);
  if (statuses.some(({ state }) => !ENDED.has(state))) return undefined;
  if (statuses.every(({ state }) => state === "failed")) {
    throw new EvenkeelError(
      "RUN_FOLDER",
      `${sweep.path}: every run failed: ${statuses[0]?.reason}`,
      { advice: shell`evenkeel sweep status ${sweep.path} shows the reason of each.` },
    );
  }
  return { sweep, statuses };
}

/** The sweep in a folder, which must be of these runs. */
async function reopened(out: string, { runs }: ExpandedSweep): Promise<Sweep> {
  const sweep = await openSweep(out);
  const stored = sweep.runs.map(identity);
  const wanted = runs.map(({ name, point, config: { seed, steps } }) =>
    identity({ name, seed, steps, point }),
  );
  const other = Array.from(
    { length: Math.max(stored.length, wanted.length) },
    (_, i) => [wanted[i], stored[i]] as const,
  ).find(([one, found]) => one !== found);
  if (other === undefined) return sweep;
  throw refusal("RUN_FOLDER", {
    where: out,
    rule: `must be a sweep of the same runs, of them ${other[0] ?? "no more"}`,
    got: other[1] ?? "no more",
    advice: "Another version planned it: choose another --out.",
  });
}

/** What a run is trained with, as far as a sweep's description tells it. */
function identity({ name, seed, steps, point }: Omit<SweepRun, "folder">): string {
  return JSON.stringify({ name, seed, steps, point });
}

/** Refuses to submit runs to a cluster that has some of the sweep already: nothing would follow those. */
async function expectNoneHeld(sweep: Sweep): Promise<void> {
  const tasks = await slurmTasks(sweep);
  const held = sweep.runs.filter(({ name }) => isHeld(tasks, name));
  if (held.length === 0) return;
  throw new EvenkeelError(
    "SLURM",
    `${sweep.path}: Slurm must have none of its runs, got ${held.length} that wait or run`,
    {
      advice: shell`Wait until they have ended, or evenkeel sweep cancel ${sweep.path}; then run the same command again.`,
    },
  );
}
