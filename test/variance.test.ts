/**
 * The variance of spectrally normalized weights (Lin et al. 2021): at N(0, 0.02²), weight divided by its
 * exact σ, by the mean of its two σ (BSN), and by the norm of its convolution after 60 rounds of power
 * iteration (SN_conv), for the seven convolutions of the standard CNN. The figures are of one draw with
 * numpy, and so are ours: they may differ by what two draws of σ² do. That σ² of a Gaussian matrix follows
 * a Tracy–Widom law is Johnstone 2001, theorem 1.1; of a convolution there is no law at hand, so what draws
 * differ by was measured: over 20 of them with PyTorch, by 60 rounds as well.
 */
import { beforeAll, describe, expect, test } from "vitest";
import { exactSpectralNorm } from "../src/analysis/weights/index.ts";
import { cnnDiscriminator, cnnGenerator } from "../src/gan/architectures/index.ts";
import { createModel, initialState, losses } from "../src/gan/index.ts";
import { createBuilder, simplify, sizeOf, type Value } from "../src/graph/index.ts";
import { toOnnx } from "../src/graph/onnx/index.ts";
import { adam, normal } from "../src/nn/index.ts";
import { convolutionSpectralNorm, spectralNorm } from "../src/stabilizers/index.ts";
import { runEngine } from "./support/graph/engine.ts";
import { gaussian, inner, swapChannels } from "./support/nn/matrices.ts";
import { samplingErrors, tracyWidom } from "./support/tolerances.ts";

const player = { optimizer: adam(), learningRate: 2e-4, initializer: normal(0.02) };
const model = createModel({
  generator: {
    ...player,
    network: cnnGenerator({
      size: 32,
      channels: 8,
      imageChannels: 3,
      normalization: (_context, _name, x) => x,
    }),
    ema: 0,
  },
  discriminator: {
    ...player,
    network: cnnDiscriminator({ channels: 64 }),
    reparametrization: spectralNorm(),
    penalties: [],
    projections: [],
  },
  loss: losses.hinge,
  latentSize: 8,
  imageShape: [3, 32, 32],
  batchSize: 1,
});
const state = initialState(model, 1);

/**
 * By layer: Var·fan-in with SN, Var·(fan-in + fan-out)/2 with BSN, Var·fan-in with SN_conv, the
 * convolution's σ over the matrix's; then the relative standard deviations of the latter two over draws.
 */
const figures = {
  conv1: { sn: 0.184, bsn: 0.871, conv: 0.033, ratio: 2.35, spread: [0.046, 0.04] },
  conv2: { sn: 0.661, bsn: 0.656, conv: 0.458, ratio: 1.2, spread: [0.018, 0.0083] },
  conv3: { sn: 0.481, bsn: 0.602, conv: 0.173, ratio: 1.67, spread: [0.02, 0.0117] },
  conv4: { sn: 0.649, bsn: 0.652, conv: 0.447, ratio: 1.21, spread: [0.0147, 0.008] },
  conv5: { sn: 0.466, bsn: 0.584, conv: 0.175, ratio: 1.63, spread: [0.0095, 0.008] },
  conv6: { sn: 0.638, bsn: 0.642, conv: 0.482, ratio: 1.15, spread: [0.0049, 0.0034] },
  conv7: { sn: 0.465, bsn: 0.584, conv: 0.213, ratio: 1.48, spread: [0.0045, 0.0048] },
} as const;

/** σ of each layer's convolution by 60 rounds from a random vector, in float32 on the engine. */
async function convolutionSigmas(): Promise<Readonly<Record<string, number>>> {
  const method = convolutionSpectralNorm({ iterations: 60 });
  const g = createBuilder();
  const [inputs, outputs]: [Record<string, Value>, Record<string, Value>] = [{}, {}];
  const feeds: Record<string, ArrayLike<number>> = {};
  const feed = (name: string, shape: readonly number[], data: ArrayLike<number>) => {
    feeds[name] = data;
    inputs[name] = g.input(name, { dtype: "float32", shape });
    return inputs[name];
  };
  for (const layer of Object.keys(figures)) {
    const spec = model.discriminator.parameters.find(({ name }) => name === `${layer}/weight`)!;
    const weight = feed(spec.name, spec.shape, state[`discriminator/${spec.name}`]!.data);
    const [u] = method.states(spec);
    const start = feed(`${layer}/u`, u!.shape, gaussian(sizeOf(u!.shape), layer));
    outputs[layer] = method.apply(g, weight, { u: start }, spec).measures.sigma!;
  }
  const results = await runEngine(toOnnx(simplify({ inputs, outputs })), inputs, feeds);
  return Object.fromEntries(Object.keys(outputs).map((name) => [name, results[name]!.data[0]!]));
}

let sigmas: Readonly<Record<string, number>> = {};
beforeAll(async () => {
  sigmas = await convolutionSigmas();
});

/** σ²/0.02² of Gaussian matrices, center + scale · (Tracy–Widom): its mean, and its relative deviation. */
function squaredSigma(rows: number, columns: number) {
  const edge = Math.sqrt(rows - 1) + Math.sqrt(columns);
  const scale = edge * (1 / Math.sqrt(rows - 1) + 1 / Math.sqrt(columns)) ** (1 / 3);
  const typical = edge ** 2 + tracyWidom.mean * scale;
  return { typical, deviation: (tracyWidom.deviation * scale) / typical };
}

describe.each(Object.entries(figures))("%s", (layer, figure) => {
  const { shape, data } = state[`discriminator/${layer}/weight`]!;
  const [rows = 1, inputs = 1] = shape;
  const fanIn = data.length / rows;
  const fanOut = data.length / inputs;
  const raw = inner(data, data) / data.length;
  const sigma = exactSpectralNorm({ shape, data });

  describe("with SN", () => {
    const variance = raw / sigma ** 2;
    const { typical, deviation } = squaredSigma(rows, fanIn);

    test(`Var·fan-in is ${figure.sn} but for the draw`, () => {
      expect([variance * fanIn]).toBeAllclose([figure.sn], {
        relative: samplingErrors * Math.SQRT2 * deviation,
      });
    });

    test("Var is 1/σ² of a typical Gaussian matrix", () => {
      expect([variance]).toBeAllclose([1 / typical], { relative: samplingErrors * deviation });
    });

    test("Var is at most 1/max(out, fan-in), and at least a quarter of it", () => {
      const bound = 1 / Math.max(rows, fanIn);
      expect(variance).toBeLessThanOrEqual(bound);
      expect(variance).toBeGreaterThan(bound / 4 / (1 + samplingErrors * deviation));
    });
  });

  describe("with BSN", () => {
    const swapped = swapChannels(shape, data);
    const other = exactSpectralNorm({ ...swapped, data: Float32Array.from(swapped.data) });
    const mean = (sigma + other) / 2;
    const variance = raw / mean ** 2;
    const [out, into] = [squaredSigma(rows, fanIn), squaredSigma(inputs, fanOut)];
    const typical = ((Math.sqrt(out.typical) + Math.sqrt(into.typical)) / 2) ** 2;
    // the square of a mean is off by no more, relatively, than the one of the two that is more so
    const deviation = Math.max(out.deviation, into.deviation);

    test(`Var·(fan-in + fan-out)/2 is ${figure.bsn} but for the draw`, () => {
      expect([(variance * (fanIn + fanOut)) / 2]).toBeAllclose([figure.bsn], {
        relative: samplingErrors * Math.SQRT2 * deviation,
      });
    });

    test("Var is 1/(mean σ)² of typical Gaussian matrices", () => {
      expect([variance]).toBeAllclose([1 / typical], { relative: samplingErrors * deviation });
    });

    test("Var is at most 4/(√fan-in + √fan-out)² where the kernel is as large as the channels' ratio", () => {
      const kernel = fanIn / inputs;
      const applies = kernel >= Math.max(rows / inputs, inputs / rows);
      expect(applies).toBe(layer !== "conv1");
      if (applies) {
        const bound = 4 / (Math.sqrt(fanIn) + Math.sqrt(fanOut)) ** 2;
        expect(variance).toBeLessThanOrEqual(bound);
      }
    });
  });

  describe("with SN_conv", () => {
    const within = (spread: number, rounding: number) => ({
      absolute: rounding,
      relative: samplingErrors * Math.SQRT2 * spread,
    });

    test(`Var·fan-in is ${figure.conv} but for the draw`, () => {
      const variance = raw / sigmas[layer]! ** 2;
      expect([variance * fanIn]).toBeAllclose([figure.conv], within(figure.spread[0], 5e-4));
    });

    test(`σ is ${figure.ratio} times the matrix's but for the draw`, () => {
      const ratio = sigmas[layer]! / sigma;
      expect([ratio]).toBeAllclose([figure.ratio], within(figure.spread[1], 5e-3));
    });

    test("σ is above the matrix's, and at most √(the patches that a pixel is in) times it", () => {
      const patches = shape[2] === 3 ? 9 : 4;
      expect(sigmas[layer]).toBeGreaterThan(sigma);
      expect(sigmas[layer]).toBeLessThan(Math.sqrt(patches) * sigma);
    });
  });
});
