/** Auxiliary classifiers: a step of each network against PyTorch (scripts/golden/auxiliary-classifier.py). */
import { readFileSync } from "node:fs";
import { InferenceSession, Tensor } from "onnxruntime-node";
import { describe, expect, test } from "vitest";
import {
  randomBatches,
  runProgram,
  type SmallChanges,
  smallModel,
  startState,
  stepFeeds,
  withRuntime,
} from "../../test/support/gan/small.ts";
import { conditionalBatchNorm } from "../nn/index.ts";
import { createNetworks } from "./architectures/registry.ts";
import type { AuxiliaryWeights } from "./definition.ts";
import { discriminatorStep } from "./discriminator-step.ts";
import { generatorStep } from "./generator-step.ts";
import { effectiveWeights, exportDiscriminator } from "./inference/export.ts";
import { createTrainer } from "./trainer.ts";

interface Plain {
  readonly shape: readonly number[];
  readonly data: readonly number[];
}
interface Golden {
  readonly parameters: Readonly<Record<string, Plain>>;
  readonly real: readonly number[];
  readonly z: readonly number[];
  readonly labels: readonly number[];
  readonly fakeLabels: readonly number[];
  readonly cases: readonly {
    readonly weights: AuxiliaryWeights;
    readonly "loss/d": number;
    readonly "loss/g": number;
    readonly "classes/real": number;
    readonly "classes/fake": number;
    readonly gradients: Readonly<Record<string, Plain>>;
  }[];
}
const golden: Golden = JSON.parse(
  readFileSync(new URL("../../test/golden/auxiliary-classifier.json", import.meta.url), "utf8"),
);

const { generator, discriminator } = createNetworks({
  architecture: "mlp",
  imageShape: [2, 4, 4],
  condition: "auxiliary-classifier",
  options: { hiddenLayers: 2 },
  generator: { channels: 8, normalization: (c, name, x) => conditionalBatchNorm(c, name, x) },
  discriminator: { channels: 8, normalization: (_context, _name, x) => x },
});
const changes = (auxiliary: AuxiliaryWeights): SmallChanges => ({
  classes: 3,
  auxiliary,
  generator: { network: generator },
  discriminator: { network: discriminator, reparametrization: undefined },
});

describe.each(golden.cases)("with weights $weights", (one) => {
  const model = smallModel(changes(one.weights));
  const state = {
    ...startState(model),
    ...Object.fromEntries(
      Object.entries(golden.parameters).map(([name, { data }]) => [name, data]),
    ),
  };
  const { real, z, labels, fakeLabels } = golden;
  const feeds = { ...stepFeeds(model), real, z, labels, fakeLabels };
  // numbers of a float64 graph whose pixels are scaled by a float32 constant
  const close = (found: ArrayLike<number>, expected: readonly number[], what: string) => {
    for (const [i, wanted] of expected.entries()) expect(found[i], what).toBeCloseTo(wanted, 6);
  };

  test.each(["discriminator", "generator"] as const)("a step of the %s is PyTorch's", (player) => {
    const build = player === "discriminator" ? discriminatorStep : generatorStep;
    const { results } = runProgram(build(model, { gradients: true }), state, feeds);
    const scalars =
      player === "discriminator"
        ? (["loss/d", "classes/real", "classes/fake"] as const)
        : (["loss/g"] as const);
    for (const name of scalars) close(results[name]!, [one[name]], name);
    const names = model[player].parameters.map(({ name }) => name);
    expect(names.map((name) => `${player}/${name}`).toSorted()).toEqual(
      Object.keys(golden.parameters)
        .filter((name) => name.startsWith(player))
        .toSorted(),
    );
    for (const name of names) {
      close(results[`gradient/${name}`]!, one.gradients[`${player}/${name}`]!.data, name);
    }
  });
});

test("the discriminator is not told the class, and tells it when it is exported", () =>
  withRuntime(async (runtime) => {
    const model = smallModel(changes({ real: 1, generated: 1, generator: 1 }));
    const batches = randomBatches(model);
    const trainer = await createTrainer({ runtime, model, batches, seed: 1, nDis: 1 });
    for (let i = 0; i < 3; i++) await trainer.step();
    const { tensors } = await trainer.snapshot();
    const effective = await (await runtime.compile(effectiveWeights(model))).run();
    const session = await InferenceSession.create(exportDiscriminator(model, tensors, effective));
    expect(session.inputNames).toEqual(["images"]);
    const images = new Tensor("float32", new Float32Array(4 * 32).fill(0.25), [4, 2, 4, 4]);
    const { output, classes } = await session.run({ images });
    expect(output?.dims).toEqual([4, 1]);
    expect(classes?.dims).toEqual([4, 3]);
  }));
