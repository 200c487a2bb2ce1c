/** Draws samples of a run and writes them to files. */
import { extname, join } from "node:path";
import { refusal } from "../../errors.ts";
import { expectMemory } from "../../files/index.ts";
import { PIXELS } from "../../limits.ts";
import { stepName } from "../checkpoints/index.ts";
import { classNamesOf, classNumber } from "./class-choice.ts";
import { drawImages, interpolationNoise, sampleNoise } from "./draw.ts";
import { expectSampleFolder, isFileName, writeSampleFiles } from "./sample-files.ts";
import { SAMPLED_POINTS, sampleLabels } from "./sample-inputs.ts";
import type { Trained } from "./trained.ts";

/** The number of columns in a grid of interpolations. */
const STEPS = 8;
/** The default number of images in a grid, and of rows in a grid of interpolations. */
const IMAGES = 64;
const ROWS = 8;

/** The samples to draw, and where to write them. */
export interface SampleRequest {
  /**
   * The number of images or points, or of rows with `interpolate`. Default: 64 images, 2000 points, 8 rows.
   */
  readonly count?: number | undefined;
  /** The seed of the noise; default 0. */
  readonly seed?: number | undefined;
  /**
   * A `.png` file for a grid or a plot, a `.csv` file for points, or a folder for single images. Default: a
   * `.png` file in the run's folder.
   */
  readonly out?: string | undefined;
  /** Whether each row interpolates between two images; default false. */
  readonly interpolate?: boolean | undefined;
  /**
   * For conditional generators: the only class to draw, by its name or its number from 0. A text is a name first,
   * and a number only where no class has a number as its name. Default: one class per row.
   */
  readonly class?: string | number | undefined;
  /** The device to compute on; default `auto`. */
  readonly device?: "auto" | "cpu" | "webgpu" | "cuda" | undefined;
  /** Called with the number of samples drawn so far and the total. */
  readonly onProgress?: (done: number, total: number) => void;
}

/** The result of drawing samples. */
export interface Sampled {
  readonly out: string;
  readonly count: number;
  readonly what: "images" | "points";
  /** The classes that were drawn, a row each and from the first again, or the only one; empty if there are none. */
  readonly classes: readonly string[];
}

/**
 * Draws samples from a run's generator and writes them.
 *
 * @throws EvenkeelError `USAGE` for an unsupported kind of file, for interpolated points, or for a class
 *   that the generator does not have; `DISK` if the disk refuses.
 */
export async function sampleRun(trained: Trained, request: SampleRequest = {}): Promise<Sampled> {
  const { seed = 0, interpolate = false, device = "auto", onProgress } = request;
  const { definition } = trained.model;
  const what = definition.imageType === "float32" ? "points" : "images";
  const { count = interpolate ? ROWS : what === "points" ? SAMPLED_POINTS : IMAGES } = request;
  const at = trained.choice === "latest" ? "" : `-${stepName(trained.counters.gStep)}`;
  const name = `${interpolate ? "interpolation" : "sample"}-seed-${seed}${at}.png`;
  const out = request.out ?? join(trained.run.path, name);
  refuseOtherFiles(out, what, interpolate);
  const total = interpolate ? count * STEPS : count;
  expectRoom(trained, total, out);
  if (!isFileName(out)) await expectSampleFolder(out);
  const z = interpolate
    ? interpolationNoise(seed, count, STEPS, definition)
    : sampleNoise(seed, count, definition);
  const columns = interpolate ? STEPS : Math.ceil(Math.sqrt(total));
  const only = request.class === undefined ? undefined : classNumber(trained, request.class);
  const labels = sampleLabels(trained.model, total, { columns, only });
  const samples = await drawImages(trained, z, {
    device,
    labels,
    ...(onProgress && { onProgress: (done: number) => onProgress(done, total) }),
  });
  await writeSampleFiles(out, samples, trained, columns);
  const names = classNamesOf(trained);
  return { out, count: total, what, classes: [...new Set(labels)].map((label) => names[label]!) };
}

function refuseOtherFiles(out: string, what: Sampled["what"], interpolate: boolean): void {
  const extension = extname(out).toLowerCase();
  const refuse = (rule: string, advice: string) => {
    throw refusal("USAGE", { where: "sample", rule, got: out, advice });
  };
  const isPicture = /^\.(jpe?g|webp|gif|bmp|tiff?|avif)$/.test(extension);
  if (isPicture || (what === "images" && extension === ".csv")) {
    refuse(
      "--out must be a .png file or a folder",
      isPicture ? "Grids and images are written as PNG." : "Only points are written as CSV.",
    );
  }
  if (what === "points" && extension !== ".png" && extension !== ".csv") {
    refuse("--out must be a .png or a .csv file for points", "A plot, or a line x,y per point.");
  }
  if (what === "points" && interpolate) {
    throw refusal("USAGE", {
      where: "sample",
      rule: "--interpolate must be omitted for points",
      advice: "It draws rows of images.",
    });
  }
}

/** Refuses more samples than there is memory for, or than make a picture. */
function expectRoom({ model }: Trained, total: number, out: string): void {
  const { imageShape, imageType, latentSize } = model.definition;
  const [channels, height, width] = imageShape;
  const values = latentSize + channels * height * width;
  const where = "sample --count";
  const advice = "Draw fewer at a time, with several --seed.";
  expectMemory({ where, what: "the noise and the samples", bytes: 4 * total * values, advice });
  const pixels = total * height * width;
  if (imageType === "float32" || !isFileName(out) || pixels <= PIXELS.most) return;
  throw refusal("USAGE", {
    where,
    rule: `a picture must have at most ${Math.floor(PIXELS.most / height / width)} images of ${height} x ${width} pixels: ${PIXELS.because}`,
    got: total,
    advice: "Draw fewer, or name a folder for single images as --out.",
  });
}
