/** Whole analyses of trained networks against the float64 reference, finite differences and the theorems. */
import { beforeAll, describe, expect, test } from "vitest";
import {
  randomBatches,
  type SmallChanges,
  smallModel,
  withRuntime,
} from "../../test/support/gan/small.ts";
import { asMatrix, firstSingularTriple, gaussian, inner } from "../../test/support/nn/matrices.ts";
import { evaluateNetwork } from "../../test/support/nn/networks.ts";
import { cpuComposite, finiteDifference, toleranceFor } from "../../test/support/tolerances.ts";
import { mlpDiscriminator } from "../gan/architectures/index.ts";
import { createTrainer, type GanModel, losses } from "../gan/index.ts";
import { batchNorm, conv, dense, type Network } from "../nn/index.ts";
import type { HostTensor } from "../runtime/index.ts";
import { spectralNorm } from "../stabilizers/index.ts";
import type { Analysis } from "./analysis.ts";
import { analyze } from "./analyze.ts";

const n = 5;
const images = (stream: string) => gaussian(n * 32, stream, 0.5);
const batch = { real: { images: images("real") }, fake: { images: images("fake") } };
type Tensors = Readonly<Record<string, HostTensor>>;
interface Analyzed {
  readonly model: GanModel;
  readonly tensors: Tensors;
  readonly analysis: Analysis;
}

/** A small GAN after some steps, analyzed. */
async function trained(changes: SmallChanges, steps: number, layer?: string): Promise<Analyzed> {
  const model = smallModel(changes);
  const tensors = await withRuntime(async (runtime) => {
    const batches = randomBatches(model);
    const trainer = await createTrainer({ runtime, model, batches, seed: 3, nDis: 1 });
    for (let i = 0; i < steps; i++) await trainer.step();
    return (await trainer.snapshot()).tensors;
  });
  const analysis = await withRuntime((runtime) =>
    analyze({ runtime, model, tensors, ...batch, hessianLayer: layer }),
  );
  return { model, tensors, analysis };
}

const all = new Float32Array([...batch.real.images, ...batch.fake.images]);
const imageAt = (i: number) => all.subarray(32 * i, 32 * (i + 1));
const norm = (x: ArrayLike<number>) => Math.sqrt(inner(x, x));
const layersOf = (model: GanModel) =>
  model.discriminator.parameters.flatMap(({ name, role }) => (role === "weight" ? [name] : []));

describe("without a method, against the reference in float64", () => {
  let it: Analyzed;
  beforeAll(async () => {
    const loss = losses["non-saturating"];
    it = await trained({ loss, discriminator: { reparametrization: undefined } }, 20, "conv2");
  }, 60_000);

  /** One pass of D for each image, with gradients of its output. */
  const passes = () => {
    const { model, tensors } = it;
    const values = Object.fromEntries(
      model.discriminator.parameters.map(({ name }) => [
        name,
        tensors[`discriminator/${name}`]!.data,
      ]),
    );
    const { network } = model.definition.discriminator;
    return Array.from({ length: 2 * n }, (_, i) =>
      evaluateNetwork(network, [1, 2, 4, 4], { ...values, x: imageAt(i) }),
    );
  };
  /** ℓ' of the non-saturating loss at output i: ∓sigmoid(∓D)/n. */
  const lossSlope = (output: number, i: number) => {
    const sign = i < n ? -1 : 1;
    return sign / (1 + Math.exp(-sign * output)) / n;
  };
  const near = (found: ArrayLike<number>, expected: ArrayLike<number>) =>
    expect(found).toBeAllclose(expected, toleranceFor(expected, cpuComposite));

  test("outputs and slopes", () => {
    const each = passes();
    const outputs = each.map(({ y }) => y.data[0]!);
    const slopes = each.map(({ gradients }) => norm(gradients.x!));
    const { outputs: found, inputGradient } = it.analysis;
    const range = (x: readonly number[]) => [
      x.reduce((a, b) => a + b, 0) / x.length,
      Math.min(...x),
      Math.max(...x),
    ];
    near(Object.values(found.real), range(outputs.slice(0, n)));
    near(Object.values(found.fake), range(outputs.slice(n)));
    near(Object.values(inputGradient.real), range(slopes.slice(0, n)));
    near(Object.values(inputGradient.fake), range(slopes.slice(n)));
    let chord = 0;
    for (let i = 0; i < 2 * n; i++) {
      for (let j = 0; j < i; j++) {
        const apart = norm(imageAt(i).map((x, k) => x - imageAt(j)[k]!));
        chord = Math.max(chord, Math.abs(outputs[i]! - outputs[j]!) / apart);
      }
    }
    near([it.analysis.lipschitz.estimate], [chord]);
  });

  test("gradients of the output and of the loss to each weight", () => {
    const each = passes();
    // ∇loss = Σ ℓ'(D(x_i))·∇D(x_i)
    const slopes = each.map(({ y }, i) => lossSlope(y.data[0]!, i));
    for (const [i, name] of layersOf(it.model).entries()) {
      const layer = it.analysis.layers[i]!;
      const norms = each.map(({ gradients }) => norm(gradients[name]!));
      near([layer.outputGradient.max], [Math.max(...norms)]);
      near([layer.outputGradient.min], [Math.min(...norms)]);
      const total = new Float64Array(each[0]!.gradients[name]!.length);
      for (const [j, { gradients }] of each.entries()) {
        for (const [k, value] of gradients[name]!.entries()) total[k]! += slopes[j]! * value;
      }
      near([layer.lossGradient.raw, layer.lossGradient.effective], [norm(total), norm(total)]);
    }
  });

  /** The loss's gradient to conv2's weight at another value of it. */
  const gradientAt = (weight: Float64Array) => {
    const { model, tensors } = it;
    const values = Object.fromEntries(
      model.discriminator.parameters.map(({ name }) => [
        name,
        tensors[`discriminator/${name}`]!.data,
      ]),
    );
    const given = { ...values, "conv2/weight": weight, x: all };
    const pass = (upstream?: readonly number[]) =>
      evaluateNetwork(model.definition.discriminator.network, [2 * n, 2, 4, 4], given, {
        ...(upstream && { upstream }),
      });
    return pass(Array.from(pass().y.data, lossSlope)).gradients["conv2/weight"]!;
  };

  test("the Fisher information's largest eigenvalue, by the gradients of each image", () => {
    const names = it.model.discriminator.parameters.map(({ name }) => name);
    const rows = passes().flatMap(({ gradients }) =>
      names.flatMap((name) => Array.from(gradients[name]!, (x) => x / Math.sqrt(2 * n))),
    );
    const { sigma } = firstSingularTriple(asMatrix([2 * n, rows.length / (2 * n)], rows));
    const { largest, stableRate } = it.analysis.fisher;
    expect([largest]).toBeAllclose([sigma ** 2], { relative: 1e-4 });
    expect(stableRate.plain).toBeCloseTo(2 / largest);
    expect(stableRate.momentum).toBeCloseTo(3.8 / largest);
  });

  test("the Hessian's norm: by the products of gradients, and by differences along its direction", () => {
    const each = passes();
    // almost everywhere D is linear in a weight: H = Σ ℓ''·∇D ∇Dᵀ
    const rows = each.map(({ y, gradients }) => {
      const p = 1 / (1 + Math.exp(-y.data[0]!));
      return Array.from(gradients["conv2/weight"]!, (x) => Math.sqrt((p * (1 - p)) / n) * x);
    });
    const { sigma, v } = firstSingularTriple(asMatrix([2 * n, rows[0]!.length], rows.flat()));
    const { hessian } = it.analysis;
    expect(hessian.layer).toBe("conv2");
    // the residual at which the iteration ends
    expect([hessian.norm]).toBeAllclose([sigma ** 2], { relative: 1e-4 });
    expect(hessian.norm).toBeLessThanOrEqual(hessian.bound!);

    const weight = it.tensors["discriminator/conv2/weight"]!.data;
    const h = 1e-5;
    const [ahead, behind] = [h, -h].map((step) =>
      gradientAt(Float64Array.from(weight, (w, i) => w + step * v[i]!)),
    );
    const slope = ahead!.map((x, i) => (x - behind![i]!) / (2 * h));
    expect([norm(slope)]).toBeAllclose([sigma ** 2], finiteDifference);
  });

  test("activations: mean, variance and share of negative inputs", () => {
    const { model, tensors } = it;
    const weight = tensors["discriminator/conv1/weight"]!.data;
    const bias = tensors["discriminator/conv1/bias"]!.data;
    const first: Network = (context, x) =>
      conv(context, "conv1", x, { channels: 3, kernel: 3, padding: 1 });
    const given = { "conv1/weight": weight, "conv1/bias": bias, x: batch.real.images };
    const { y } = evaluateNetwork(first, [n, ...model.definition.imageShape], given);
    const values = Array.from(y.data, (h) => (h > 0 ? h : 0.1 * h));
    const mean = values.reduce((a, b) => a + b, 0) / values.length;
    const [found] = it.analysis.activations;
    expect(found).toMatchObject({ of: "conv1", kind: "leakyRelu" });
    near([found!.real.mean], [mean]);
    near([found!.real.variance], [values.reduce((a, v) => a + (v - mean) ** 2, 0) / values.length]);
    near([found!.real.saturated], [y.data.filter((h) => h <= 0).length / values.length]);
    expect(it.analysis.activations.map(({ of }) => of)).toEqual(["conv1", "conv2"]);
  });

  test("a weight without a method is used as it is trained", () => {
    for (const { sigma, measures } of it.analysis.layers) {
      expect(sigma.raw).toBe(sigma.effective);
      expect(measures).toEqual({});
    }
  });
});

const mlp = mlpDiscriminator({ layers: 3, width: 12 });
const wide = { loss: losses.hinge, discriminator: { network: mlp } } as const;
const within = 1 + 1e-5; // float32 gradients

describe("the gradient bound on trained networks", () => {
  test("with SN: σ of every dense layer is 1, and the form with σ = 1 holds as well", async () => {
    const { analysis } = await trained(
      {
        ...wide,
        discriminator: { network: mlp, reparametrization: spectralNorm({ sigma: "exact" }) },
      },
      20,
    );
    for (const { sigma, bound, variance, shape } of analysis.layers) {
      expect(sigma.effective).toBeCloseTo(1, 5);
      expect(sigma.operator.sigma).toBe(sigma.effective);
      expect(bound!.reached).toBeLessThanOrEqual(within);
      expect(bound!.reachedIfUnit).toBeLessThanOrEqual(within);
      // the theorem's: the mean square, and so the variance, of W/σ(W)
      expect(variance.variance).toBeLessThanOrEqual(1 / Math.max(...shape));
    }
    expect(analysis.lipschitz.product).toBeCloseTo(1, 4);
    expect(analysis.lipschitz.estimate).toBeLessThanOrEqual(analysis.lipschitz.product! * within);
  });

  test("without SN: the form with σ = 1 is violated, the one with the real σ holds", async () => {
    const { analysis } = await trained(
      { ...wide, discriminator: { network: mlp, reparametrization: undefined } },
      40,
    );
    for (const { bound } of analysis.layers) expect(bound!.reached).toBeLessThanOrEqual(within);
    expect(Math.max(...analysis.layers.map(({ bound }) => bound!.reachedIfUnit))).toBeGreaterThan(
      1,
    );
    const { product, estimate } = analysis.lipschitz;
    const slope = analysis.inputGradient.real.max;
    expect(Math.max(slope, estimate)).toBeLessThanOrEqual(product! * within);
    expect(slope).toBeGreaterThan(1);
  });

  test("with SN of convolutions: it holds with the σ of the operators", async () => {
    const { analysis } = await trained({}, 20);
    for (const { layer, sigma, measures, bound } of analysis.layers) {
      expect(bound!.reached).toBeLessThanOrEqual(within);
      // one round for each update follows the weights closely
      expect([measures.sigma!]).toBeAllclose([sigma.raw], { relative: 0.05 });
      expect([sigma.effective]).toBeAllclose([sigma.raw / measures.sigma!], { relative: 1e-5 });
      // of conv2 no patch lies wholly within the image, so nothing is known of its two σ
      if (layer === "conv1") expect(sigma.operator.sigma).toBeGreaterThan(sigma.effective);
    }
  });
});

test("a network that is no chain has everything but the bounds", async () => {
  const network: Network = (context, x) => {
    const y = conv(context, "conv1", x, { channels: 3, kernel: 3, padding: 1 });
    const z = context.g.relu(batchNorm(context, "norm", y));
    return dense(context, "dense", context.g.reshape(z, { shape: [x.shape[0]!, 48] }), {
      features: 1,
    });
  };
  const { analysis } = await trained({ discriminator: { network } }, 2);
  expect(analysis.layers.map(({ bound }) => bound)).toEqual([null, null]);
  expect([analysis.lipschitz.product, analysis.hessian.bound]).toEqual([null, null]);
  expect(analysis.activations.map(({ of }) => of)).toEqual(["norm"]);
  expect(JSON.stringify(analysis)).not.toMatch(/:null,"residual"|NaN/);
});

describe("refuses", () => {
  const model = smallModel();
  const refusal = (changes: object) =>
    withRuntime((runtime) => analyze({ runtime, model, tensors: {}, ...batch, ...changes }));

  test("a layer that is not there", async () => {
    await expect(refusal({ hessianLayer: "conv9" })).rejects.toThrowErrorMatchingInlineSnapshot(
      `[EvenkeelError: analyze: the Hessian's layer must be one of conv1, conv2, dense, got conv9]`,
    );
  });

  test("batches of different sizes, or of one image", async () => {
    await expect(refusal({ fake: { images: new Float32Array(32) } })).rejects.toThrow(
      "got 5 and 1",
    );
    const one = { images: new Float32Array(32) };
    await expect(refusal({ real: one, fake: one })).rejects.toThrow("n ≥ 2");
  });
});
