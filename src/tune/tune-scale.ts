/** Finds the scale of SSN or BSSN from a part of what the whole grid would cost. */
import { join } from "node:path";
import { EvenkeelError } from "../errors.ts";
import { type OwnFolder, writeFileAtomically } from "../files/index.ts";
import { openRequestFolder, versions } from "../runs/folder/index.ts";
import { type CompletedSweep, completeSweep, type SweepEvent } from "../sweeps/execution/index.ts";
import type { Rung } from "../sweeps/folder/index.ts";
import { sweepRungs } from "../sweeps/folder/index.ts";
import { LOCAL, type PlaceRequest } from "../sweeps/places/index.ts";
import { expectSlurm } from "../sweeps/slurm/index.ts";
import { shell } from "../text.ts";
import { type Band, middleOf, type SlopeAt, scaleInBand } from "./gradient-band.ts";
import { SCALE_KEY } from "./method.ts";
import { planScales, type ScalePlan } from "./plan.ts";
import type { ScaleRequest, Way } from "./request.ts";
import { slopesOf } from "./slopes.ts";

const FILES = { request: "request.json", sweep: "sweep", answer: "scale.json" } as const;

/** The folder of a search for a scale. */
export const SCALE_FOLDER: OwnFolder = {
  what: "a search for a scale",
  mark: FILES.request,
  names: [FILES.sweep, FILES.answer],
};

/**
 * Slopes of D on generated images, late in a run of an eighth of the steps, of the scales whose whole runs
 * did well: chosen on seeds 0 and 1 of small networks, checked on others by `npm run study:tune-scale`
 * (docs/tune-scale.md); no paper gives it.
 */
export const gradientBand: Band = { low: 0.05, high: 1 };

/** What was found. */
export interface ScaleAnswer {
  readonly by: Way;
  /** `ssn`, `bssn`, … */
  readonly method: string;
  readonly scale: number;
  /** Options `path=value` that make a config have it. */
  readonly options: readonly string[];
  /** By halving: where the scales stood at each rung. */
  readonly rungs: readonly Rung[];
  /** By the gradient: D's slope at each scale. */
  readonly slopes: readonly SlopeAt[];
  /** Generator steps that were trained, all runs together, and those of the whole grid. */
  readonly steps: number;
  readonly gridSteps: number;
  /** Remarks, one sentence each. */
  readonly notes: readonly string[];
}

/** Where the runs of a search are trained, and callbacks meanwhile. */
export interface ScaleOptions {
  /** Where the plan's runs are trained; default: this machine. */
  readonly place?: PlaceRequest;
  /** Aborted to stop it: the runs save and stop. */
  readonly signal?: AbortSignal;
  /** Called once, before anything is trained. */
  readonly onFolder?: (folder: string, plan: ScalePlan) => void;
  /** Called while the runs are trained. */
  readonly onEvent?: (event: SweepEvent) => void;
}

/**
 * Finds a scale: trains the plan's runs as processes of this machine, or as jobs of a cluster, and compares
 * what they left. Leaves `scale.json` and `sweep/` in the request's folder.
 *
 * @example
 * const found = await tuneScale({ start: "quickstart", set: [], by: "halving" });
 * console.log(found?.answer.scale);
 *
 * @returns `undefined` when the signal stopped it; the same request with the same folder continues.
 * @throws EvenkeelError `CONFIG` or `USAGE` for what {@link planScales} refuses, `RUN_FOLDER` for a folder
 *   of another request or where no scale could be trained; `SLURM` as a cluster has it.
 */
export async function tuneScale(
  request: ScaleRequest,
  options: ScaleOptions = {},
): Promise<{ readonly folder: string; readonly answer: ScaleAnswer } | undefined> {
  const { place = LOCAL, onFolder, onEvent = () => {} } = options;
  const { signal = new AbortController().signal } = options;
  if (place.on === "slurm") await expectSlurm();
  const plan = await planScales(request);
  const { out, ...asked } = request;
  const folder = await openRequestFolder({
    out,
    name: `tune-${plan.method.name}`,
    file: FILES.request,
    request: asked,
  });
  onFolder?.(folder, plan);
  const part = {
    expanded: { name: plan.method.name, runs: plan.runs, halving: plan.halving, search: null },
    text: `# the runs of: evenkeel tune-scale ${request.start} --by ${request.by}\n`,
    out: join(folder, FILES.sweep),
  };
  const completed = await completeSweep(part, place, { signal, onEvent });
  if (completed === undefined) return undefined;
  const found =
    plan.halving === null ? await byGradient(completed, plan) : await byHalving(completed);
  const answer: ScaleAnswer = {
    by: request.by,
    method: plan.method.name,
    ...found,
    options: [...plan.method.options, `${SCALE_KEY}=${found.scale}`],
    steps: completed.statuses.reduce((sum, { gStep }) => sum + gStep, 0),
    gridSteps: plan.gridSteps,
  };
  const kept = {
    start: request.start,
    ...answer,
    versions: versions(),
    at: new Date().toISOString(),
  };
  await writeFileAtomically(join(folder, FILES.answer), `${JSON.stringify(kept, null, 2)}\n`);
  return { folder, answer };
}

type Found = Pick<ScaleAnswer, "scale" | "rungs" | "slopes" | "notes">;

async function byHalving({ sweep }: CompletedSweep): Promise<Found> {
  const rungs = await sweepRungs(sweep);
  const [first] = rungs.at(-1)?.contenders ?? [];
  if (first === undefined || first.value === null) throw nothingLeft(sweep.path);
  const scale = Number(first.point[SCALE_KEY]);
  const tried = sweep.runs.map(({ point }) => Number(point[SCALE_KEY]));
  const end =
    scale === Math.min(...tried) ? "smaller" : scale === Math.max(...tried) ? "larger" : "";
  return { scale, rungs, slopes: [], notes: end === "" ? [] : [atTheEnd(end)] };
}

async function byGradient(completed: CompletedSweep, { scales }: ScalePlan): Promise<Found> {
  const { sweep } = completed;
  const slopes = await slopesOf(completed, scales);
  const found = scaleInBand(slopes, gradientBand);
  if (found === undefined) throw nothingLeft(sweep.path);
  const { scale, where } = found;
  const side = where === "all-below" ? "below" : "above";
  const notes =
    where === "inside"
      ? []
      : [
          `All slopes are ${side} ${middleOf(gradientBand)}, the middle of the band; this one is nearest.`,
          atTheEnd(where === "all-below" ? "larger" : "smaller"),
        ];
  return { scale: Number(scale.toPrecision(3)), rungs: [], slopes, notes };
}

const atTheEnd = (size: string) =>
  `It is at the end of the scales that were tried: try ${size} ones too (--scales).`;

function nothingLeft(path: string): EvenkeelError {
  return new EvenkeelError("RUN_FOLDER", `${path}: no scale could be trained to be judged`, {
    advice: shell`evenkeel sweep status ${path} shows the reason of each; smaller --scales may help.`,
  });
}
