/** Draws images and writes them. */
import { extname, join } from "node:path";
import { EvenkeelError } from "../errors.ts";
import {
  createFolders,
  drawImages,
  imageGrid,
  interpolationNoise,
  openTrained,
  sampleLabels,
  sampleNoise,
  type Trained,
  toPixels,
  writeFileAtomically,
} from "../runs/index.ts";

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
  const { count = interpolate ? 8 : 64 } = request;
  if (/\.(jpe?g|webp|gif|bmp|tiff?|avif)$/i.test(request.out ?? "")) {
    throw new EvenkeelError(
      "USAGE",
      `sample: --out must be a .png file or a folder, got ${request.out}`,
      { advice: "Grids and images are written as PNG." },
    );
  }
  const trained = await openTrained(folder);
  for (const note of trained.notes) console.error(note);
  const { latentSize, imageShape } = trained.model.definition;
  const z = interpolate
    ? interpolationNoise(seed, count, STEPS, latentSize)
    : sampleNoise(seed, count, latentSize);
  const total = interpolate ? count * STEPS : count;
  const shown = process.stderr.isTTY === true && total > 512;
  const columns = interpolate ? STEPS : Math.ceil(Math.sqrt(total));
  const images = await drawImages(trained, z, {
    device,
    labels: labelsFor(trained, total, columns, request.class),
    ...(shown && {
      onProgress: (done) => void process.stderr.write(`\r${done} of ${total} images`),
    }),
  });
  if (shown) process.stderr.write("\n");
  const pixels = toPixels(images);
  const name = `${interpolate ? "interpolation" : "sample"}-seed-${seed}.png`;
  const out = request.out ?? join(folder, name);
  if (extname(out).toLowerCase() === ".png") {
    const rows = Math.ceil(total / columns);
    const upscale = Math.max(1, Math.round(64 / imageShape[1]));
    const shape = [total, ...imageShape];
    const { png } = await imageGrid({ data: pixels, shape }, { rows, columns, upscale });
    await writeFileAtomically(out, png);
  } else {
    await createFolders(out);
    const length = pixels.length / total;
    for (let i = 0; i < total; i++) {
      const data = pixels.subarray(i * length, (i + 1) * length);
      const { png } = await imageGrid({ data, shape: [1, ...imageShape] }, { rows: 1, columns: 1 });
      await writeFileAtomically(join(out, `${String(i).padStart(5, "0")}.png`), png);
    }
  }
  console.log(`${total} images from step ${trained.counters.gStep}: ${out}`);
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
