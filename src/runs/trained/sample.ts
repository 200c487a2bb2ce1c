/** Draws samples of a run and writes them as files. */
import { extname, join } from "node:path";
import { EvenkeelError } from "../../errors.ts";
import { drawImages, interpolationNoise, sampleNoise } from "./draw.ts";
import { writeSampleFiles } from "./sample-files.ts";
import { SAMPLED_POINTS, sampleLabels } from "./sample-inputs.ts";
import type { Trained } from "./trained.ts";

/** Columns of a grid of interpolations. */
const STEPS = 8;
/** Images of a grid, and rows of one of interpolations, unless their number is given. */
const IMAGES = 64;
const ROWS = 8;

/** What to draw, and where to. */
export interface SampleRequest {
  /** Images or points; with `interpolate` rows. Default: 64 images, 2000 points, 8 rows. */
  readonly count?: number | undefined;
  /** Of the noise; default 0. */
  readonly seed?: number | undefined;
  /**
   * A `.png` file for a grid or a plot, a `.csv` file for points, else a folder for single images. Default:
   * a `.png` file in the run's folder.
   */
  readonly out?: string | undefined;
  /** Whether to draw rows that lead from one image to another; default false. */
  readonly interpolate?: boolean | undefined;
  /** Of conditional generators: this class only. Default: one class a row. */
  readonly class?: number | undefined;
  /** What computes; default `auto`. */
  readonly device?: "auto" | "cpu" | "webgpu" | "cuda" | undefined;
  /** Told how many are drawn, and how many there will be. */
  readonly onProgress?: (done: number, total: number) => void;
}

/** What was drawn. */
export interface Sampled {
  readonly out: string;
  readonly count: number;
  readonly what: "images" | "points";
}

/**
 * Draws samples from a run's generator and writes them.
 *
 * @throws EvenkeelError `USAGE` for a file of another kind, for interpolated points, or for a class that
 *   the generator does not know; `DISK` if the disk refuses.
 */
export async function sampleRun(trained: Trained, request: SampleRequest = {}): Promise<Sampled> {
  const { seed = 0, interpolate = false, device = "auto", onProgress } = request;
  const { imageType, latentSize } = trained.model.definition;
  const what = imageType === "float32" ? "points" : "images";
  const { count = interpolate ? ROWS : what === "points" ? SAMPLED_POINTS : IMAGES } = request;
  const name = `${interpolate ? "interpolation" : "sample"}-seed-${seed}.png`;
  const out = request.out ?? join(trained.run.path, name);
  refuseOtherFiles(out, what, interpolate);
  const z = interpolate
    ? interpolationNoise(seed, count, STEPS, latentSize)
    : sampleNoise(seed, count, latentSize);
  const total = interpolate ? count * STEPS : count;
  const columns = interpolate ? STEPS : Math.ceil(Math.sqrt(total));
  const samples = await drawImages(trained, z, {
    device,
    labels: labelsFor(trained, total, columns, request.class),
    ...(onProgress && { onProgress: (done: number) => onProgress(done, total) }),
  });
  await writeSampleFiles(out, samples, trained, columns);
  return { out, count: total, what };
}

function refuseOtherFiles(out: string, what: Sampled["what"], interpolate: boolean): void {
  const refuse = (rule: string, advice: string) => {
    throw new EvenkeelError("USAGE", `sample: ${rule}, got ${out}`, { advice });
  };
  if (/\.(jpe?g|webp|gif|bmp|tiff?|avif)$/i.test(out)) {
    refuse("--out must be a .png file or a folder", "Grids and images are written as PNG.");
  }
  const extension = extname(out).toLowerCase();
  if (what === "points" && extension !== ".png" && extension !== ".csv") {
    refuse(
      "--out of points must be a .png or a .csv file",
      "A plot, or a line x,y for each point.",
    );
  }
  if (what === "images" && extension === ".csv") {
    refuse("--out must be a .png file or a folder", "Only points are written as CSV.");
  }
  if (what === "points" && interpolate) {
    throw new EvenkeelError("USAGE", "sample: --interpolate must be left out for points", {
      advice: "It draws rows of images.",
    });
  }
}

function labelsFor({ model }: Trained, count: number, columns: number, only: number | undefined) {
  const { classes } = model.definition;
  if (only !== undefined && (classes === undefined || only >= classes)) {
    const rule =
      classes === undefined
        ? "must be left out: the run's generator is unconditional"
        : `must be below ${classes}, the number of classes`;
    throw new EvenkeelError("USAGE", `sample: --class ${rule}, got ${only}`);
  }
  return sampleLabels(model, count, { columns, only });
}
