/** Conditional GANs: the classes reach both networks, and samples and exports take them. */
import { InferenceSession, Tensor } from "onnxruntime-node";
import { describe, expect, test } from "vitest";
import { partOf } from "../../test/support/gan/networks.ts";
import {
  randomBatches,
  runProgram,
  type SmallChanges,
  takeStep,
  withRuntime,
} from "../../test/support/gan/small.ts";
import { gaussian } from "../../test/support/nn/matrices.ts";
import { evaluateNetwork } from "../../test/support/nn/networks.ts";
import { cpuComposite, toleranceFor } from "../../test/support/tolerances.ts";
import { conditionalBatchNorm, type Network } from "../nn/index.ts";
import { createNetworks } from "./architectures/registry.ts";
import { discriminatorStep } from "./discriminator-step.ts";
import { generatorStep } from "./generator-step.ts";
import { effectiveWeights, exportDiscriminator, exportGenerator } from "./inference/export.ts";
import { loadGenerator } from "./inference/load.ts";
import { sampler } from "./inference/sampler.ts";
import { createTrainer } from "./trainer.ts";

const networks = (condition: "projection" | "concatenation") =>
  createNetworks({
    architecture: "mlp",
    imageShape: [2, 4, 4],
    condition,
    options: { hiddenLayers: 2 },
    generator: { channels: 8, normalization: (c, name, x) => conditionalBatchNorm(c, name, x) },
    discriminator: { channels: 8, normalization: (_context, _name, x) => x },
  });

describe.each(["projection", "concatenation"] as const)("told by %s", (condition) => {
  const { generator, discriminator } = networks(condition);
  const changes: SmallChanges = {
    classes: 3,
    generator: { network: generator, ema: 0.5 },
    discriminator: { network: discriminator },
  };
  const other = (labels: ArrayLike<number>) => Int32Array.from(labels, (label) => (label + 1) % 3);

  test("each step depends on the classes it is fed", () => {
    const onD = takeStep(discriminatorStep, changes);
    // shifts and scales are alike for all classes at first: let them differ
    const before = Object.fromEntries(
      Object.entries(onD.before).map(([name, value]) =>
        /(scale|shift)$/.test(name) ? [name, gaussian(value.length, name)] : [name, value],
      ),
    );
    const outputs = (feeds: typeof onD.feeds) => runProgram(onD.program, before, feeds).results;
    const plain = outputs(onD.feeds);
    const real = outputs({ ...onD.feeds, labels: other(onD.feeds.labels!) });
    expect(real["output/real"]).not.toEqual(plain["output/real"]);
    expect(real["output/fake"]).toEqual(plain["output/fake"]);
    const fake = outputs({ ...onD.feeds, fakeLabels: other(onD.feeds.fakeLabels!) });
    expect(fake["output/real"]).toEqual(plain["output/real"]);
    expect(fake["output/fake"]).not.toEqual(plain["output/fake"]);

    const onG = takeStep(generatorStep, changes);
    const loss = (labels: ArrayLike<number>) =>
      runProgram(onG.program, before, { ...onG.feeds, fakeLabels: labels }).results["loss/g"];
    expect(loss(other(onG.feeds.fakeLabels!))).not.toEqual(loss(onG.feeds.fakeLabels!));
  });

  test("the class's weights are normalized as others are", () => {
    const { results } = takeStep(discriminatorStep, changes);
    expect(Object.keys(results)).toContain("sigma/embed");
  });

  test("trains, samples a class, and exports equal it for any number of images", () =>
    withRuntime(async (runtime) => {
      const { model } = takeStep(discriminatorStep, changes);
      const batches = randomBatches(model);
      const trainer = await createTrainer({ runtime, model, batches, seed: 1, nDis: 1 });
      for (let i = 0; i < 3; i++) await trainer.step();
      const { tensors } = await trainer.snapshot();
      const state = Object.fromEntries(
        Object.entries(tensors).map(([name, { data }]) => [name, data]),
      );
      const effective = await (await runtime.compile(effectiveWeights(model))).run();
      await loadGenerator(runtime, model, tensors);
      const onG = await InferenceSession.create(exportGenerator(model, await runtime.state.read()));
      const onD = await InferenceSession.create(exportDiscriminator(model, tensors, effective));
      for (const count of [1, 5]) {
        const z = gaussian(count * 5, `z ${count}`);
        const labels = Int32Array.from({ length: count }, (_, i) => i % 3);
        const images = await trainer.sample(z, labels);
        const given = {
          z: new Tensor("float32", z, [count, 5]),
          labels: new Tensor("int32", labels, [count]),
        };
        const found = (await onG.run(given)).images!;
        expect(found.dims).toEqual([count, 2, 4, 4]);
        const expected = images;
        expect(found.data as Float32Array).toBeAllclose(
          expected,
          toleranceFor(expected, cpuComposite),
        );
        const { output } = await onD.run({ images: found, labels: given.labels });
        expect(output!.dims).toEqual([count, 1]);
        const values = { ...partOf(state, "discriminator"), ...effective, x: images };
        const { y } = evaluateNetwork(discriminator, [count, 2, 4, 4], values, {
          condition: { labels: Array.from(labels), classes: 3 },
        });
        expect(output!.data as Float32Array).toBeAllclose(
          y.data,
          toleranceFor(y.data, cpuComposite),
        );
      }
      await expect(trainer.sample(gaussian(5, "z"))).rejects.toThrow(/labels must be int32\[1\]/);
    }));
});

test("a sampler is fed classes where the generator is told any, and not otherwise", () => {
  const conditional: Network = (context, z) => networks("projection").generator(context, z);
  const { model } = takeStep(generatorStep, {
    classes: 3,
    generator: { network: conditional },
    discriminator: { network: networks("projection").discriminator },
  });
  expect(Object.keys(sampler(model, 2).graph.inputs)).toContain("labels");
  expect(Object.keys(sampler(takeStep(generatorStep).model, 2).graph.inputs)).not.toContain(
    "labels",
  );
});
