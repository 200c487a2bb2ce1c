/** A learnable factor on reparametrized weights. */
import { describe, expect, test } from "vitest";
import {
  experimentOf,
  runProgram,
  type SmallChanges,
  smallModel,
  startState,
  takeStep,
} from "../../test/support/gan/small.ts";
import { checkDerivative } from "../../test/support/graph/finite-difference.ts";
import { float64Golden } from "../../test/support/tolerances.ts";
import type { Gamma } from "../stabilizers/index.ts";
import { discriminatorStep } from "./discriminator-step.ts";
import { effectiveWeights } from "./inference/export.ts";
import { losses } from "./losses/registry.ts";

const layers = ["conv1", "conv2", "dense"];
const kinds: readonly Gamma[] = [
  { sharing: "shared", bias: true },
  { sharing: "layer", bias: true },
  { sharing: "layer", bias: false },
];

describe.each(kinds)("γ: $sharing, bias $bias", (gamma) => {
  const changes: SmallChanges = { loss: losses["non-saturating"], discriminator: { gamma } };
  const names = gamma.sharing === "shared" ? ["gamma"] : layers.map((layer) => `${layer}/gamma`);
  const { model, program, before, after, feeds, results } = takeStep(discriminatorStep, changes);

  test("starts at 1, where nothing differs", () => {
    for (const name of names) expect(before[`discriminator/${name}`]).toEqual(Float32Array.of(1));
    const without = takeStep(discriminatorStep, { loss: losses["non-saturating"] });
    for (const [name, value] of Object.entries(without.results)) {
      expect(results[name], name).toEqual(value);
    }
  });

  test("multiplies the weights that the method makes, and the biases where it should", () => {
    const values: Readonly<Record<string, number>> = { conv1: 0.5, conv2: 2, dense: 3 };
    const own = (layer: string) => (gamma.sharing === "shared" ? 0.5 : values[layer]!);
    const start = startState(model);
    const state = { ...start };
    for (const layer of layers) {
      const name = gamma.sharing === "shared" ? "gamma" : `${layer}/gamma`;
      state[`discriminator/${name}`] = [own(layer)];
      state[`discriminator/${layer}/bias`] = start[`discriminator/${layer}/bias`]!;
    }
    const plain = smallModel();
    const without = runProgram(effectiveWeights(plain), startState(plain), {}).results;
    const used = runProgram(effectiveWeights(model), state, {}).results;
    for (const layer of layers) {
      const expected = without[`${layer}/weight`]!.map((w) => own(layer) * w);
      expect(used[`${layer}/weight`]).toBeAllclose(expected, float64Golden);
      expect(Object.hasOwn(used, `${layer}/bias`)).toBe(gamma.bias);
    }
  });

  test("follows the derivative of the loss, and is logged", () => {
    const state = { ...before };
    for (const layer of layers) {
      state[`discriminator/${layer}/bias`] = Array.from(
        before[`discriminator/${layer}/bias`]!,
        (_, i) => 0.1 * (i + 1),
      );
    }
    checkDerivative(experimentOf(program, { ...feeds, ...state }), {
      of: "loss/d",
      gradients: Object.fromEntries(
        names.map((name) => [`discriminator/${name}`, `gradient/${name}`]),
      ),
    });
    for (const name of names) {
      const [layer] = name.split("/");
      expect(after[`discriminator/${name}`]).not.toEqual(before[`discriminator/${name}`]);
      const measure = name === "gamma" ? "gamma" : `gamma/${layer}`;
      expect(results[measure]).toEqual(Float64Array.of(1));
    }
  });
});

test("γ stands beside the covered layers alone", () => {
  const gamma: Gamma = { sharing: "layer", bias: true };
  const { discriminator } = smallModel({ discriminator: { gamma, layers: ["conv*"] } });
  const names = discriminator.parameters.map(({ name }) => name);
  expect(names.filter((name) => name.endsWith("gamma"))).toEqual(["conv1/gamma", "conv2/gamma"]);
});
