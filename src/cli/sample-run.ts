/** What to draw from a run, what is refused, and where it went. */
import { extname, join } from "node:path";
import { EvenkeelError } from "../errors.ts";
import {
  drawImages,
  interpolationNoise,
  openTrained,
  SAMPLED_POINTS,
  sampleLabels,
  sampleNoise,
  type Trained,
} from "../runs/trained/index.ts";
import { writeSampleFiles } from "./sample-files.ts";

/** Columns of a grid of interpolations. */
const STEPS = 8;

/** What to draw, and where to. */
export interface SampleRequest {
  readonly count?: number;
  readonly seed: number;
  readonly out?: string;
  readonly interpolate?: boolean;
  readonly class?: number;
  readonly device: "auto" | "cpu" | "webgpu" | "cuda";
}

/**
 * Writes a grid to a `.png` file, or single images to a folder, and prints where they are.
 *
 * @throws EvenkeelError `USAGE` for an image file of another kind.
 */
export async function writeSamples(folder: string, request: SampleRequest): Promise<void> {
  const { seed, interpolate = false, device } = request;
  const trained = await openTrained(folder);
  for (const note of trained.notes) console.error(note);
  const points = trained.model.definition.imageType === "float32";
  const { count = interpolate ? 8 : points ? SAMPLED_POINTS : 64 } = request;
  const name = `${interpolate ? "interpolation" : "sample"}-seed-${seed}.png`;
  const out = request.out ?? join(folder, name);
  refuseOtherFiles(out, points, interpolate);
  const { latentSize } = trained.model.definition;
  const z = interpolate
    ? interpolationNoise(seed, count, STEPS, latentSize)
    : sampleNoise(seed, count, latentSize);
  const total = interpolate ? count * STEPS : count;
  const shown = process.stderr.isTTY === true && !points && total > 512;
  const columns = interpolate ? STEPS : Math.ceil(Math.sqrt(total));
  const samples = await drawImages(trained, z, {
    device,
    labels: labelsFor(trained, total, columns, request.class),
    ...(shown && {
      onProgress: (done) => void process.stderr.write(`\r${done} of ${total} images`),
    }),
  });
  if (shown) process.stderr.write("\n");
  await writeSampleFiles(out, samples, trained, columns);
  const what = points ? "points" : "images";
  console.log(`${total} ${what} from step ${trained.counters.gStep}: ${out}`);
}

function refuseOtherFiles(out: string, points: boolean, interpolate: boolean): void {
  const refuse = (rule: string, advice: string) => {
    throw new EvenkeelError("USAGE", `sample: ${rule}, got ${out}`, { advice });
  };
  if (/\.(jpe?g|webp|gif|bmp|tiff?|avif)$/i.test(out)) {
    refuse("--out must be a .png file or a folder", "Grids and images are written as PNG.");
  }
  const extension = extname(out).toLowerCase();
  if (points && extension !== ".png" && extension !== ".csv") {
    refuse(
      "--out of points must be a .png or a .csv file",
      "A plot, or a line x,y for each point.",
    );
  }
  if (!points && extension === ".csv") {
    refuse("--out must be a .png file or a folder", "Points alone are written as CSV.");
  }
  if (points && interpolate) {
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
        ? "must be left out: the run's generator knows of no classes"
        : `must be below ${classes}, the number of classes`;
    throw new EvenkeelError("USAGE", `sample: --class ${rule}, got ${only}`);
  }
  return sampleLabels(model, count, { columns, only });
}
