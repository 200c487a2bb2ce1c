/** Whether an engine's convolutions take images in blocks of channels, and how large those are here. */
import type { InferenceSession, Tensor } from "onnxruntime-common";
import {
  type Builder,
  createBuilder,
  type Graph,
  gradient,
  mean,
  square,
  sum,
  type Value,
} from "../graph/index.ts";
import { formNames, toOnnx } from "../graph/onnx/index.ts";
import type { Engine } from "./engine.ts";

/** Channels of a block on some processor, those of AVX-512 first. */
const SIZES = [16, 8, 4];
/** Largest allowed difference, relative to the largest element of an output. */
const TOLERANCE = 1e-4;

/**
 * The channels of a block on this processor; `undefined` where the engine has no such convolutions, or
 * does not compute with them what it does with standard operators.
 *
 * These operators are internal ones of ONNX Runtime, and blocks of another size than the engine's would
 * give wrong numbers without an error. So a small step of convolutions, with its gradients, is computed by
 * every form of them with each size that there is, and the first is taken with which everything agrees.
 */
export async function probeBlocks(engine: Engine): Promise<number | undefined> {
  for (const size of SIZES) {
    if (await agrees(engine, size)) return size;
  }
  return undefined;
}

async function agrees(engine: Engine, size: number): Promise<boolean> {
  const graph = trialGraph(size);
  const feeds = Object.fromEntries(
    Object.entries(graph.inputs).map(([name, { shape }], i) => {
      const length = shape.reduce((a, b) => a * b, 1);
      return [name, Float32Array.from({ length }, (_, j) => 0.2 * Math.sin(1.7 * j + i))];
    }),
  );
  try {
    const expected = Object.entries(await results(engine, graph, feeds, toOnnx(graph)));
    const model = toOnnx(graph, { blocks: size, forms: formNames });
    const found = await results(engine, graph, feeds, model);
    return expected.every(([name, tensor]) => isNear(found[name]!, tensor));
  } catch {
    return false;
  }
}

type Results = Awaited<ReturnType<InferenceSession["run"]>>;

async function results(
  engine: Engine,
  { inputs }: Graph,
  feeds: Readonly<Record<string, Float32Array>>,
  model: Uint8Array,
): Promise<Results> {
  const session = await engine.InferenceSession.create(model, {
    ...engine.sessionOptions,
    // run once: optimizing it would take longer than all the rest
    graphOptimizationLevel: "disabled",
    // that the engine lacks a size is expected, not reported
    logSeverityLevel: 4,
  });
  const given = Object.entries(inputs).map(([name, { shape }]) => [
    name,
    new engine.Tensor("float32", feeds[name]!, [...shape]),
  ]);
  const found = await session.run(Object.fromEntries(given));
  await session.release();
  return found;
}

function isNear(found: Tensor, reference: Tensor): boolean {
  const [actual, expected] = [found.data as Float32Array, reference.data as Float32Array];
  const scale = expected.reduce((most, x) => Math.max(most, Math.abs(x)), 1e-30);
  return expected.every((x, i) => Math.abs(x - actual[i]!) <= TOLERANCE * scale);
}

/**
 * From images of three channels over one and two blocks to two channels, and all gradients: first as
 * many images as a block has channels, then two of them, and first of 8 x 4 pixels, then of 8 x 2, so that every
 * form of a convolution is the first that fits some.
 */
export function trialGraph(size: number): Graph {
  const g = createBuilder();
  const input = (name: string, ...shape: number[]) => g.input(name, { dtype: "float32", shape });
  const inputs = {
    x: input("x", size, 3, 8, 4),
    first: input("first", size, 3, 3, 3),
    tiled: input("tiled", size, size, 3, 3),
    down: input("down", size, size, 4, 4),
    middle: input("middle", size, size, 3, 3),
    widen: input("widen", 2 * size, size, 1, 1),
    narrow: input("narrow", size, 2 * size, 1, 1),
    up: input("up", size, size, 4, 4),
    last: input("last", 2, size, 3, 3),
    bias: input("bias", size),
  };
  const same = { stride: [1, 1], padding: [1, 1, 1, 1] } as const;
  const half = { stride: [2, 2], padding: [1, 1, 1, 1] } as const;
  const whole = g.leakyRelu(g.conv(inputs.x, inputs.first, same), { slope: 0.1 });
  const left = { starts: [0, 0, 0, 0], ends: [size, size, 8, 2], strides: [1, 1, 1, 1] };
  const hidden = g.slice(g.conv(whole, inputs.tiled, same), left);
  const bias = g.reshape(inputs.bias, { shape: [size, 1, 1] });
  const small = g.add(centered(g, g.conv(hidden, inputs.down, half)), bias);
  const middle = g.tanh(g.conv(small, inputs.middle, same));
  const points = { stride: [1, 1], padding: [0, 0, 0, 0] } as const;
  const two = { starts: [0, 0, 0, 0], ends: [2, size, 4, 1], strides: [1, 1, 1, 1] };
  const wide = g.conv(g.slice(middle, two), inputs.widen, points);
  const narrow = g.conv(wide, inputs.narrow, points);
  const large = g.convInputGrad(narrow, inputs.up, { ...half, inputSize: [8, 2] });
  const y = g.conv(g.tanh(large), inputs.last, same);
  const names = Object.keys(inputs) as (keyof typeof inputs)[];
  const gradients = gradient(
    g,
    sum(g, square(g, y)),
    names.map((name) => inputs[name]),
  );
  const named = names.map((name, i) => [`gradient/${name}`, gradients[i]!] as const);
  return { inputs, outputs: { y, small, ...Object.fromEntries(named) } };
}

/** Less the mean of each channel. */
function centered(g: Builder, x: Value): Value {
  const [, channels = 1] = x.shape;
  return g.sub(x, g.reshape(mean(g, x, [0, 2, 3]), { shape: [1, channels, 1, 1] }));
}
