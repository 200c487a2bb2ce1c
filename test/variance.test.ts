/**
 * The variance of spectrally normalized weights (Lin et al. 2021): at N(0, 0.02²), weight divided by its
 * exact σ, for the seven convolutions of the standard CNN. The figures are of one draw with numpy, and
 * so are ours: they may differ by what two draws of σ² do. That σ² of a Gaussian matrix follows
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
import { inner } from "./matrices.ts";
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

/** Var·fan-in by layer. */
const figures = {
  conv1: 0.184,
  conv2: 0.661,
  conv3: 0.481,
  conv4: 0.649,
  conv5: 0.466,
  conv6: 0.638,
  conv7: 0.465,
};

describe.each(Object.entries(figures))("%s", (layer, figure) => {
  const { shape, data } = state[`discriminator/${layer}/weight`]!;
  const rows = shape[0]!;
  const fanIn = data.length / rows;
  const variance = inner(data, data) / data.length / exactSpectralNorm({ shape, data }) ** 2;

  // σ²/0.02² = center + scale · (Tracy–Widom)
  const edge = Math.sqrt(rows - 1) + Math.sqrt(fanIn);
  const scale = edge * (1 / Math.sqrt(rows - 1) + 1 / Math.sqrt(fanIn)) ** (1 / 3);
  const typical = edge ** 2 + tracyWidom.mean * scale;
  const deviation = (tracyWidom.deviation * scale) / typical;

  test(`Var·fan-in is ${figure} but for the draw`, () => {
    expect([variance * fanIn]).toBeAllclose([figure], {
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
