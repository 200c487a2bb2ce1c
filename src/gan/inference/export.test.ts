/** Exported networks in plain ONNX Runtime, against the trainer they come from. */
import { fromBinary } from "@bufbuild/protobuf";
import { ModelProtoSchema } from "onnx-buf";
import { InferenceSession, Tensor } from "onnxruntime-node";
import { describe, expect, test } from "vitest";
import { discriminate, powerRounds } from "../../../test/support/gan/networks.ts";
import {
  randomBatches,
  type SmallChanges,
  smallModel,
  withRuntime,
} from "../../../test/support/gan/small.ts";
import { gaussian } from "../../../test/support/nn/matrices.ts";
import type { Numbers } from "../../../test/support/nn/networks.ts";
import { cpuComposite, toleranceFor } from "../../../test/support/tolerances.ts";
import type { HostTensor } from "../../runtime/index.ts";
import { spectralNorm } from "../../stabilizers/index.ts";
import type { GanModel } from "../model.ts";
import { initialState } from "../state.ts";
import { createTrainer } from "../trainer.ts";
import { effectiveWeights, exportDiscriminator, exportGenerator } from "./export.ts";
import { loadGenerator } from "./load.ts";

const BATCHES = [1, 3, 64];
const noise = (count: number) => gaussian(count * 5, `z ${count}`);

/** A small GAN after three iterations: its state, its samples, its effective weights. */
function trained(changes: SmallChanges = {}) {
  return withRuntime(async (runtime) => {
    const model = smallModel(changes);
    const batches = randomBatches(model);
    const trainer = await createTrainer({ runtime, model, batches, seed: 1, nDis: 1 });
    for (let i = 0; i < 3; i++) await trainer.step();
    const samples = new Map<number, Float32Array>();
    for (const count of BATCHES) samples.set(count, await trainer.sample(noise(count)));
    const effective = await (await runtime.compile(effectiveWeights(model))).run();
    const { tensors } = await trainer.snapshot();
    const state: Numbers = Object.fromEntries(
      Object.entries(tensors).map(([name, { data }]) => [name, data]),
    );
    return { model, tensors, state, samples, effective };
  });
}

/** The state that a checkpoint's generator is exported from. */
function inferenceState(model: GanModel, tensors: Readonly<Record<string, HostTensor>>) {
  return withRuntime(async (runtime) => {
    await loadGenerator(runtime, model, tensors);
    return runtime.state.read();
  });
}

/** Runs a model's one input to its one output. */
async function run(model: Uint8Array, data: Float32Array, shape: readonly number[]) {
  const session = await InferenceSession.create(model);
  const [input, output] = [session.inputNames[0]!, session.outputNames[0]!];
  const results = await session.run({ [input]: new Tensor("float32", data, shape) });
  const { dims, data: found } = results[output]!;
  await session.release();
  return { dims, data: found as Float32Array };
}

const close = (actual: ArrayLike<number>, expected: ArrayLike<number>) =>
  expect(actual).toBeAllclose(expected, toleranceFor(expected, cpuComposite));

describe.each([
  ["with a moving average", 0.9],
  ["without a moving average", 0],
])("the generator %s", (_name, ema) => {
  test("equals the sampler, for any number of images", async () => {
    const { model, tensors, samples } = await trained({ generator: { ema } });
    const bytes = exportGenerator(model, await inferenceState(model, tensors));
    for (const count of BATCHES) {
      const { dims, data } = await run(bytes, noise(count), [count, 5]);
      expect(dims).toEqual([count, 2, 4, 4]);
      close(data, samples.get(count)!);
    }
  });
});

test("the generator gives each noise vector its own image, whatever else is in the batch", async () => {
  const model = smallModel();
  const bytes = exportGenerator(model, initialState(model, 1));
  const all = await run(bytes, noise(3), [3, 5]);
  for (const i of [0, 1, 2]) {
    const one = await run(bytes, noise(3).slice(i * 5, i * 5 + 5), [1, 5]);
    close(one.data, all.data.slice(i * 32, i * 32 + 32));
  }
});

describe.each([
  ["spectrally normalized", spectralNorm()],
  ["plain", undefined],
])("the discriminator, %s", (_name, reparametrization) => {
  test("has the weights that a forward pass uses", async () => {
    const { model, state, effective } = await trained({ discriminator: { reparametrization } });
    expect(Object.keys(effective)).toEqual(["conv1/weight", "conv2/weight", "dense/weight"]);
    const rounds = reparametrization === undefined ? {} : powerRounds(model, state);
    for (const [name, weight] of Object.entries(effective)) {
      const sigma = rounds[name.replace("/weight", "")]?.sigma ?? 1;
      close(
        weight,
        Array.from(state[`discriminator/${name}`]!, (w) => w / sigma),
      );
    }
  });

  test("equals D's raw outputs, for any number of images", async () => {
    const { model, tensors, state, samples, effective } = await trained({
      discriminator: { reparametrization },
    });
    const bytes = exportDiscriminator(model, tensors, effective);
    for (const count of BATCHES) {
      const images = samples.get(count)!;
      const { dims, data } = await run(bytes, images, [count, 2, 4, 4]);
      expect(dims).toEqual([count, 1]);
      close(data, discriminate(model, state, images));
    }
  });
});

describe("an exported model", () => {
  const model = smallModel();
  const state = initialState(model, 1);
  const raw = Object.fromEntries(
    ["conv1/weight", "conv2/weight", "dense/weight"].map((name) => [
      name,
      state[`discriminator/${name}`]!.data,
    ]),
  );

  test("says what goes in and what comes out", async () => {
    for (const [bytes, name, input, output] of [
      [exportGenerator(model, state), "generator", "z", "images"],
      [exportDiscriminator(model, state, raw), "discriminator", "images", "output"],
    ] as const) {
      const { graph } = fromBinary(ModelProtoSchema, bytes);
      expect(graph!.name).toBe(name);
      expect(graph!.input.map((x) => x.name)).toEqual([input]);
      expect(graph!.output.map((x) => x.name)).toEqual([output]);
    }
  });

  test("carries the description and the metadata", () => {
    const options = { description: "Sixteen pixels.", metadata: { seed: "7", steps: "3" } };
    for (const bytes of [
      exportGenerator(model, state, {}, options),
      exportDiscriminator(model, state, raw, options),
    ]) {
      const { docString, metadataProps } = fromBinary(ModelProtoSchema, bytes);
      expect(docString).toBe("Sixteen pixels.");
      expect(metadataProps.map(({ key, value }) => [key, value])).toEqual([
        ["seed", "7"],
        ["steps", "3"],
      ]);
    }
  });

  test("needs its part of the state only", () => {
    const names = Object.keys(state).filter((name) => /^generator\/[^/]+\/[^/]+$/.test(name));
    const part = Object.fromEntries(names.map((name) => [name, state[name]!]));
    expect(exportGenerator(model, part)).toEqual(exportGenerator(model, state));
  });

  test("cannot be made of an incomplete state", () => {
    const { "generator/norm/mean": _mean, ...partial } = state;
    expect(() => exportGenerator(model, partial)).toThrowErrorMatchingInlineSnapshot(
      `[EvenkeelError: export: must be given generator/norm/mean]`,
    );
    const { "discriminator/conv2/bias": _bias, ...other } = state;
    expect(() => exportDiscriminator(model, other, raw)).toThrowErrorMatchingInlineSnapshot(
      `[EvenkeelError: export: must be given discriminator/conv2/bias]`,
    );
  });

  test("is not made of raw weights where the effective ones are missing", () => {
    const { "conv2/weight": _weight, ...partial } = raw;
    expect(() => exportDiscriminator(model, state, partial)).toThrowErrorMatchingInlineSnapshot(
      `[EvenkeelError: export: must be given the effective discriminator/conv2/weight]`,
    );
  });

  test("cannot be made of averages that were never kept", () => {
    const averaged = smallModel({ generator: { ema: 0.9 } });
    expect(() => exportGenerator(averaged, state)).toThrowErrorMatchingInlineSnapshot(
      `[EvenkeelError: export: must be given ema/dense/weight]`,
    );
  });

  test("refuses tensors of other shapes", () => {
    const wrong = { shape: [3, 5], data: new Float32Array(15) };
    const broken = { ...state, "generator/dense/weight": wrong };
    expect(() => exportGenerator(model, broken)).toThrowErrorMatchingInlineSnapshot(
      `[EvenkeelError: generator/dense: add: shapes must be equal or 1, axis by axis from the last, got float32[1, 3], float32[12]]`,
    );
    expect(() =>
      exportDiscriminator(model, state, { ...raw, "conv1/weight": new Float32Array(3) }),
    ).toThrowErrorMatchingInlineSnapshot(
      `[EvenkeelError: constant: data must fill the shape [3, 2, 3, 3], got 3 numbers]`,
    );
  });
});
