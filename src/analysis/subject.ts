/** A discriminator that is being measured: its values on the device, and the batch. */
import { EvenkeelError } from "../errors.ts";
import { type GanModel, stateNames } from "../gan/index.ts";
import { effectiveWeights } from "../gan/inference/index.ts";
import { sizeOf } from "../graph/index.ts";
import type { Executable, FeedData, HostTensor, Program, Runtime } from "../runtime/index.ts";
import { effectiveName } from "./programs.ts";

/** Images as the discriminator sees them. */
export interface AnalyzedImages {
  /** float32 `[n, C, H, W]`, in [-1, 1]; points as they are. */
  readonly images: Float32Array;
  /** int32 `[n]`; needed where the networks are told classes. */
  readonly labels?: Int32Array | undefined;
}

/** A discriminator and n real images followed by n generated ones. */
export interface AnalyzedSubject {
  readonly runtime: Runtime;
  readonly model: GanModel;
  readonly n: number;
  readonly batch: AnalyzedImages;
  /** The parameters as they are trained, by name. */
  readonly raw: Readonly<Record<string, HostTensor>>;
  /** The parameters as the forward pass uses them, by name. */
  readonly effective: Readonly<Record<string, HostTensor>>;
  /** Loads a program, with what it reads in the state; `work` runs it as often as it likes. */
  using<T>(program: Program, work: (run: Executable["run"]) => Promise<T>): Promise<T>;
}

/**
 * Computes the effective parameters, and puts them where programs read them.
 *
 * @param tensors the state of the training, by name.
 * @throws EvenkeelError `SHAPE` for batches that do not fit each other or the model.
 */
export async function openSubject(
  runtime: Runtime,
  model: GanModel,
  tensors: Readonly<Record<string, HostTensor>>,
  real: AnalyzedImages,
  fake: AnalyzedImages,
): Promise<AnalyzedSubject> {
  const n = countOf(model, real, fake);
  const using: AnalyzedSubject["using"] = async (program, work) => {
    for (const name of program.reads) {
      if (!runtime.state.has(name)) runtime.state.write(name, tensors[name]!);
    }
    const executable = await runtime.compile(program);
    try {
      return await work(executable.run);
    } finally {
      await executable.release();
    }
  };
  const changed = await using(effectiveWeights(model), (run) => run());
  const raw: Record<string, HostTensor> = {};
  const effective: Record<string, HostTensor> = {};
  for (const { name } of model.discriminator.parameters) {
    const trained = tensors[stateNames.of("discriminator", name)]!;
    raw[name] = trained;
    effective[name] = { shape: trained.shape, data: changed[name] ?? trained.data };
    runtime.state.write(effectiveName(name), effective[name]);
  }
  const batch = { images: joined(real.images, fake.images), labels: joinedLabels(real, fake) };
  return { runtime, model, n, batch, raw, effective, using };
}

/** The images from `start` on, as programs are fed. */
export function feedsOf(
  { model, batch }: AnalyzedSubject,
  start: number,
  count: number,
): Record<string, FeedData> {
  const { imageShape, classes } = model.definition;
  const length = sizeOf(imageShape);
  const images = batch.images.subarray(start * length, (start + count) * length);
  if (classes === undefined) return { images };
  return { images, labels: batch.labels!.subarray(start, start + count) };
}

function countOf({ definition }: GanModel, real: AnalyzedImages, fake: AnalyzedImages): number {
  const { imageShape, classes } = definition;
  const counts = [real, fake].map(({ images }) => images.length / sizeOf(imageShape));
  const [n = 0, m = 0] = counts;
  if (n !== m || !Number.isInteger(n) || n < 2) {
    throw new EvenkeelError(
      "SHAPE",
      `analyze: there must be n ≥ 2 real and as many generated images [${imageShape.join(", ")}], got ${n} and ${m}`,
    );
  }
  if (classes !== undefined && [real, fake].some(({ labels }) => labels?.length !== n)) {
    throw new EvenkeelError("SHAPE", `analyze: there must be a class for each of ${n} images`);
  }
  return n;
}

function joined(a: Float32Array, b: Float32Array): Float32Array {
  const out = new Float32Array(a.length + b.length);
  out.set(a);
  out.set(b, a.length);
  return out;
}

function joinedLabels(a: AnalyzedImages, b: AnalyzedImages): Int32Array | undefined {
  if (a.labels === undefined || b.labels === undefined) return undefined;
  return Int32Array.from([...a.labels, ...b.labels]);
}
