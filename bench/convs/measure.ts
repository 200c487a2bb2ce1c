/** The convolutions of the paper's CNN one by one, beside the machine's matrix product. */
import { setTimeout as sleep } from "node:timers/promises";
import { describeMachine, type Machine, median } from "evenkeel/bench";
import { type Builder, type ConvGeometry, sizeOf, sum, type Value } from "evenkeel/graph";
import { createProgram, createRuntime, type Engine, type ProgramBuilder } from "evenkeel/runtime";
import { nodeEngine } from "evenkeel/runtime/node";
import { type ConvLayer, cnnConvs, shapeText } from "./layers.ts";

/** What one operation takes. */
export interface Speed {
  /** Median milliseconds of one operation. */
  readonly ms: number;
  /** A multiplication and an addition are two; of convolutions, those with padding zeros too. */
  readonly gflops: number;
}

/** The three operations of a layer. */
export interface ConvSpeed {
  readonly layer: string;
  /** `64-128 4x4/2 16px`: channels, kernel and stride, height and width of the input. */
  readonly shape: string;
  readonly batch: number;
  readonly forward: Speed;
  readonly inputGrad: Speed;
  readonly weightGrad: Speed;
}

/** What `bench:convs --json` prints. */
export interface ConvsResult {
  readonly machine: Machine;
  /** The yardstick: a product of two square matrices. */
  readonly matmul: Speed & { readonly size: number };
  readonly convs: readonly ConvSpeed[];
}

export interface ConvsOptions {
  /** Images of a discriminator's layer; a generator's has half as many. */
  readonly batch: number;
  /** Timed calls of each operation, after one that is not. */
  readonly calls: number;
  /** 0 for all cores. */
  readonly threads: number;
  readonly onProgress: (text: string) => void;
  /** The layers; default those of the paper's CNN. */
  readonly layers?: readonly ConvLayer[];
  /** Rows of the matrices. Default 2048. */
  readonly matmulSize?: number;
}

/** A call takes at least this long, so that its overhead is small. */
const CALL_MS = 25;
/** The most repetitions in a program: each holds operands of its own. */
const MOST = 32;
const PAUSE_MS = 50;

/**
 * Times each operation in a program of its own that repeats it with other operands (of the same x, other
 * weights; for weight gradients other dy), so that a call takes about 25 ms or more; per call only sums of a few
 * numbers come back. Included are the call itself, once for all repetitions the change of x to the engine's
 * blocks of channels, and each repetition's re-blocking of the weight, as in a training step; for a weight
 * gradient also dy's change to blocks, which a training step does not have. Biases and activations are not.
 */
export async function measureConvs(options: ConvsOptions): Promise<ConvsResult> {
  const {
    batch,
    calls,
    threads,
    onProgress,
    layers = cnnConvs(batch),
    matmulSize = 2048,
  } = options;
  const engine = nodeEngine({ device: "cpu", threads });
  const time = (operation: Operation) => measureOperation(engine, operation, calls);
  onProgress(`matrix product, ${matmulSize} x ${matmulSize}`);
  const matmul = { size: matmulSize, ...(await time(product(matmulSize))) };
  const convs: ConvSpeed[] = [];
  for (const layer of layers) {
    onProgress(layer.name);
    const { forward, inputGrad, weightGrad } = operationsOf(layer);
    convs.push({
      layer: layer.name,
      shape: shapeText(layer),
      batch: layer.batch,
      forward: await time(forward),
      inputGrad: await time(inputGrad),
      weightGrad: await time(weightGrad),
    });
  }
  return { machine: describeMachine(threads), matmul, convs };
}

/** Something to be timed. */
interface Operation {
  readonly flop: number;
  /** A scalar that depends on `count` runs of it, each on operands of its own. */
  build(program: ProgramBuilder, count: number): Value;
}

async function measureOperation(
  engine: Engine,
  operation: Operation,
  calls: number,
): Promise<Speed> {
  const [once] = await timeCalls(engine, operation, 1, 1);
  const count = Math.min(MOST, Math.ceil(CALL_MS / once!));
  const times = await timeCalls(engine, operation, count, calls);
  const ms = median(times) / count;
  return { ms, gflops: operation.flop / ms / 1e6 };
}

/** Milliseconds of each call but the first. */
async function timeCalls(
  engine: Engine,
  operation: Operation,
  count: number,
  calls: number,
): Promise<number[]> {
  const program = createProgram("convolution");
  program.result("sum", operation.build(program, count));
  const built = program.build();
  const runtime = createRuntime(engine);
  for (const [i, name] of built.reads.entries()) {
    const { shape } = built.graph.inputs[name]!;
    runtime.state.write(name, { shape, data: pattern(sizeOf(shape), i) });
  }
  const executable = await runtime.compile(built);
  await executable.run();
  await sleep(PAUSE_MS);
  const times: number[] = [];
  while (times.length < calls) {
    const start = performance.now();
    await executable.run();
    times.push(performance.now() - start);
  }
  await runtime.release();
  return times;
}

/** Numbers in [-0.5, 0.5) without denormal ones; made faster than random ones. */
function pattern(size: number, seed: number): Float32Array {
  return Float32Array.from({ length: size }, (_, i) => (((i + seed) * 7919) % 1009) / 1009 - 0.5);
}

function product(size: number): Operation {
  return {
    flop: 2 * size ** 3,
    build({ g, read }, count) {
      const a = read("a", [size, size]);
      return total(g, count, (i) =>
        firstOf(
          g,
          g.matmul(a, read(`b${i}`, [size, size]), { transposeA: false, transposeB: false }),
        ),
      );
    },
  };
}

/** The operations of a layer; of a transposed convolution the first two exchanged. */
function operationsOf(layer: ConvLayer): Record<"forward" | "inputGrad" | "weightGrad", Operation> {
  const { batch, inputs, outputs, kernel, stride, inputSize, outputSize, transposed } = layer;
  const geometry: ConvGeometry = { stride: [stride, stride], padding: [1, 1, 1, 1] };
  const x = [batch, inputs, inputSize, inputSize];
  const y = [batch, outputs, outputSize, outputSize];
  const weight = [outputs, inputs, kernel, kernel];
  const flop = 2 * sizeOf(y) * inputs * kernel ** 2;
  const conv: Operation = {
    flop,
    build: ({ g, read }, count) =>
      total(g, count, (i) =>
        firstOf(g, g.conv(read("x", x), read(`weight${i}`, weight), geometry)),
      ),
  };
  const toInput: Operation = {
    flop,
    build: ({ g, read }, count) =>
      total(g, count, (i) =>
        firstOf(
          g,
          g.convInputGrad(read("dy", y), read(`weight${i}`, weight), {
            ...geometry,
            inputSize: [inputSize, inputSize],
          }),
        ),
      ),
  };
  const toWeight: Operation = {
    flop,
    build({ g, read }, count) {
      const images = read("x", x);
      // x is in blocks where a convolution has read it, as it is in a training step
      const reader = g.conv(images, read("reader", [16, inputs, 1, 1]), {
        stride: [inputSize, inputSize],
        padding: [0, 0, 0, 0],
      });
      const gradients = total(g, count, (i) =>
        sum(
          g,
          g.convWeightGrad(images, read(`dy${i}`, y), {
            ...geometry,
            kernelSize: [kernel, kernel],
          }),
        ),
      );
      return g.add(sum(g, reader), gradients);
    },
  };
  return transposed
    ? { forward: toInput, inputGrad: conv, weightGrad: toWeight }
    : { forward: conv, inputGrad: toInput, weightGrad: toWeight };
}

function total(g: Builder, count: number, part: (i: number) => Value): Value {
  return Array.from({ length: count }, (_, i) => part(i)).reduce((a, b) => g.add(a, b));
}

/** The sum over the first row or image: all have been computed, few are read again. */
function firstOf(g: Builder, value: Value): Value {
  const { shape } = value;
  const starts = shape.map(() => 0);
  return sum(
    g,
    g.slice(value, { starts, ends: [1, ...shape.slice(1)], strides: shape.map(() => 1) }),
  );
}
