/** Every form in which a convolution on blocks can be computed, timed side by side. */
import { describeMachine, type Machine, median } from "evenkeel/bench";
import { sizeOf } from "evenkeel/graph";
import { type ConvOp, chosenForm, fittingForms, formModel } from "evenkeel/graph/onnx";
import type { Engine } from "evenkeel/runtime";
import { nodeEngine } from "evenkeel/runtime/node";
import { type ConvLayer, cnnConvs, shapeText } from "./layers.ts";
import type { ConvsOptions } from "./measure.ts";

/** One operation of a layer by all forms that fit. */
export interface FormSpeeds {
  readonly layer: string;
  readonly shape: string;
  readonly batch: number;
  readonly op: ConvOp;
  /** Multiplications and additions, in 10⁹. */
  readonly gflop: number;
  /** The form that is chosen. */
  readonly chosen: string;
  /** Median milliseconds by form. */
  readonly forms: Readonly<Record<string, number>>;
}

/** What `bench:convs --forms --json` prints. */
export interface FormsResult {
  readonly machine: Machine;
  /** Channels of a block; without blocks there are no forms. */
  readonly blocks: number | undefined;
  readonly speeds: readonly FormSpeeds[];
}

/** Calls are of each form. */
export type FormsOptions = Omit<ConvsOptions, "matmulSize">;

const ops: readonly ConvOp[] = ["conv", "convInputGrad", "convWeightGrad"];

/**
 * Times each form of each operation as a model by itself, on images in blocks as inside of a training step.
 * The forms of an operation take turns, so that a machine that changes its speed changes that of all.
 */
export async function measureForms(options: FormsOptions): Promise<FormsResult> {
  const { batch, calls, threads, onProgress, layers = cnnConvs(batch) } = options;
  const engine = nodeEngine({ device: "cpu", threads });
  const blocks = await engine.blocks?.();
  const speeds: FormSpeeds[] = [];
  for (const layer of blocks === undefined ? [] : layers) {
    onProgress(layer.name);
    for (const op of ops) speeds.push(await measureOp(engine, layer, op, blocks!, calls));
  }
  return { machine: describeMachine(threads), blocks, speeds };
}

async function measureOp(
  engine: Engine,
  layer: ConvLayer,
  op: ConvOp,
  size: number,
  calls: number,
): Promise<FormSpeeds> {
  const { batch, inputs, outputs, kernel, stride, inputSize, outputSize } = layer;
  const square = (n: number) => [n, n] as const;
  const problem = {
    ...{ batch, inputs, outputs, size, padding: [1, 1, 1, 1] as const },
    ...{ inputSize: square(inputSize), outputSize: square(outputSize) },
    ...{ kernel: square(kernel), stride: square(stride) },
  };
  const runs: Record<string, () => Promise<number>> = {};
  const releases: (() => Promise<void>)[] = [];
  for (const form of fittingForms(op, problem)) {
    const { run, release } = await load(engine, formModel(op, form, problem));
    runs[form] = run;
    releases.push(release);
  }
  const times = Object.fromEntries(Object.keys(runs).map((form) => [form, [] as number[]]));
  for (let i = 0; i < calls; i++) {
    for (const [form, run] of Object.entries(runs)) times[form]!.push(await run());
  }
  for (const release of releases) await release();
  return {
    ...{ layer: layer.name, shape: shapeText(layer), batch, op },
    gflop: (2 * batch * inputs * outputs * outputSize ** 2 * kernel ** 2) / 1e9,
    chosen: chosenForm(op, problem) ?? "none",
    forms: Object.fromEntries(Object.entries(times).map(([form, each]) => [form, median(each)])),
  };
}

/** A model with inputs of its own; a run gives its milliseconds. */
async function load(engine: Engine, { bytes, inputs }: ReturnType<typeof formModel>) {
  const session = await engine.InferenceSession.create(bytes, engine.sessionOptions);
  const feeds = Object.fromEntries(
    Object.entries(inputs).map(([name, shape]) => {
      const data = Float32Array.from(
        { length: sizeOf(shape) },
        (_, i) => ((i * 7919) % 1009) / 1009 - 0.5,
      );
      return [name, new engine.Tensor("float32", data, [...shape])];
    }),
  );
  const run = async () => {
    const start = performance.now();
    await session.run(feeds);
    return performance.now() - start;
  };
  await run();
  return { run, release: () => session.release() };
}
