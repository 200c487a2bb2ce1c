/**
 * The variance of spectrally normalized weights (Lin et al. 2021): at N(0, 0.02²), weight divided by its
 * exact σ, and by the mean of its two σ (BSN), for the seven convolutions of the standard CNN. The figures
 * are of one draw with numpy, and so are ours: they may differ by what two draws of σ² do. That σ² of a Gaussian matrix follows
 * a Tracy–Widom law is Johnstone 2001, theorem 1.1.
 */
import { describe, expect, test } from "vitest";
import { exactSpectralNorm } from "../src/analysis/index.ts";
import {
  cnnDiscriminator,
  cnnGenerator,
  createModel,
  initialState,
  losses,
} from "../src/gan/index.ts";
import { adam, normal } from "../src/nn/index.ts";
import { spectralNorm } from "../src/stabilizers/index.ts";
import { inner, swapChannels } from "./matrices.ts";
import { samplingErrors, tracyWidom } from "./tolerances.ts";

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

/** By layer: Var·fan-in with SN, Var·(fan-in + fan-out)/2 with BSN. */
const figures = {
  conv1: { sn: 0.184, bsn: 0.871 },
  conv2: { sn: 0.661, bsn: 0.656 },
  conv3: { sn: 0.481, bsn: 0.602 },
  conv4: { sn: 0.649, bsn: 0.652 },
  conv5: { sn: 0.466, bsn: 0.584 },
  conv6: { sn: 0.638, bsn: 0.642 },
  conv7: { sn: 0.465, bsn: 0.584 },
};

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
});
