/** The trainer on the CPU, with the small GAN. */
import { describe, expect, test } from "vitest";
import { generate } from "../../test/support/gan/networks.ts";
import {
  changed,
  randomBatches,
  runProgram,
  smallModel,
  startState,
  withRuntime,
} from "../../test/support/gan/small.ts";
import { gaussian } from "../../test/support/nn/matrices.ts";
import type { Numbers } from "../../test/support/nn/networks.ts";
import { cpuComposite, engineTraining, toleranceFor } from "../../test/support/tolerances.ts";
import { randomStream } from "../random.ts";
import type { Runtime } from "../runtime/index.ts";
import { discriminatorStep } from "./discriminator-step.ts";
import { scalarFeed } from "./feeds.ts";
import { generatorStep } from "./generator-step.ts";
import { loadGenerator } from "./inference/load.ts";
import { losses } from "./losses/registry.ts";
import { createTrainer, type Snapshot, type TrainerOptions } from "./trainer.ts";

const model = smallModel({ generator: { ema: 0.9 } });

/** A trainer of the small GAN with its batches. */
async function start(runtime: Runtime, options: Partial<TrainerOptions> = {}) {
  const used = options.model ?? model;
  const batches = randomBatches(used);
  const trainer = await createTrainer({
    runtime,
    model: used,
    batches,
    seed: 3,
    nDis: 1,
    ...options,
  });
  return { trainer, batches };
}

const dataOf = ({ tensors }: Pick<Snapshot, "tensors">) =>
  Object.fromEntries(Object.entries(tensors).map(([name, { data }]) => [name, data]));

describe("counting", () => {
  test("nDis discriminator steps, each with a batch, for each generator step", () =>
    withRuntime(async (runtime) => {
      const { trainer, batches } = await start(runtime, { nDis: 3 });
      expect(trainer.counters()).toEqual({ gStep: 0, dStep: 0, images: 0 });
      await trainer.step();
      expect(trainer.counters()).toEqual({ gStep: 1, dStep: 3, images: 18 });
      await trainer.step();
      expect(trainer.counters()).toEqual({ gStep: 2, dStep: 6, images: 36 });
      expect(batches.reads).toBe(6);
    }));

  test("starts at 0 with the first state", () =>
    withRuntime(async (runtime) => {
      const { trainer } = await start(runtime);
      const snapshot = await trainer.snapshot();
      expect(snapshot.counters).toEqual({ gStep: 0, dStep: 0, images: 0 });
      expect(dataOf(snapshot)).toEqual(startState(model, 3));
    }));
});

test("trains as the programs do by themselves, with the noise stream and each player's own step numbers", () =>
  withRuntime(async (runtime) => {
    // with hinge loss the last bias has no gradient but rounding errors, of which Adam makes steps
    const model = smallModel({ loss: losses["non-saturating"] });
    const { trainer } = await start(runtime, { model, nDis: 2 });
    const [batches, noise] = [randomBatches(model), randomStream(3, "noise")];
    const programs = { discriminator: discriminatorStep(model), generator: generatorStep(model) };
    let state: Numbers = startState(model, 3);
    const run = (player: keyof typeof programs, step: number, feeds: Numbers) => {
      const { optimizer, learningRate } = model.definition[player];
      const scalars = Object.entries(optimizer.scalarsAt(step, learningRate));
      const outcome = runProgram(programs[player], state, {
        z: noise.fillNormal(new Float32Array(30)),
        ...feeds,
        ...Object.fromEntries(scalars.map(([name, x]) => [scalarFeed(player, name), [x]])),
      });
      state = outcome.state;
      return outcome.results;
    };
    for (let i = 0; i < 3; i++) {
      const first = run("discriminator", 2 * i + 1, { real: batches.next().images });
      const second = run("discriminator", 2 * i + 2, { real: batches.next().images });
      const expected = { ...second, ...run("generator", i + 1, {}) };
      const measures = await trainer.step();
      expect(Object.keys(measures).toSorted()).toEqual(Object.keys(expected).toSorted());
      for (const [name, [value]] of Object.entries(expected)) {
        expect([measures[name]], `${name}, iteration ${i}`).toBeAllclose([value!], engineTraining);
      }
      // so the measures were those of the last discriminator step
      const moved = second["sigma/conv1"]![0]! - first["sigma/conv1"]![0]!;
      expect(Math.abs(moved)).toBeGreaterThan(1e-3);
    }
  }));

describe("a snapshot", () => {
  test("is a copy: training on does not change it", () =>
    withRuntime(async (runtime) => {
      const { trainer } = await start(runtime);
      const snapshot = await trainer.snapshot();
      const before = structuredClone(snapshot);
      await trainer.step();
      expect(snapshot).toEqual(before);
      const moved = changed(dataOf(snapshot), dataOf(await trainer.snapshot()));
      expect(moved).toContain("discriminator/conv1/u");
      expect(moved).toContain("ema/deconv/weight");
    }));

  test("another seed gives another run", () =>
    withRuntime(async (runtime) => {
      const { trainer } = await start(runtime);
      const first = await trainer.step();
      const other = await withRuntime(async (fresh) =>
        (await start(fresh, { seed: 4 })).trainer.step(),
      );
      expect(other["loss/d"]).not.toBe(first["loss/d"]);
    }));
});

describe("samples", () => {
  test("are the generator's images at inference, any number of them", () =>
    withRuntime(async (runtime) => {
      const { trainer } = await start(runtime);
      await trainer.step();
      const { tensors } = await trainer.snapshot();
      const state = await withRuntime(async (other) => {
        await loadGenerator(other, model, tensors);
        return dataOf({ tensors: await other.state.read() });
      });
      for (const count of [1, 3, 7]) {
        const z = gaussian(count * 5, `z ${count}`);
        const images = await trainer.sample(z);
        const expected = generate(model, state, z, { training: false, from: "ema" }).y.data;
        expect(images).toBeAllclose(expected, toleranceFor(expected, cpuComposite));
      }
    }));

  test("do not disturb training: not its state, not its noise, not its batches", () =>
    withRuntime(async (runtime) => {
      const { trainer, batches } = await start(runtime);
      const before = await trainer.snapshot();
      await trainer.sample(gaussian(20, "z"));
      expect(await trainer.snapshot()).toEqual(before);
      expect(batches.reads).toBe(0);
    }));

  test("need whole noise vectors", () =>
    withRuntime(async (runtime) => {
      const { trainer } = await start(runtime);
      await expect(trainer.sample(new Float32Array(7))).rejects.toThrowErrorMatchingInlineSnapshot(
        `[EvenkeelError: sample: z must be [count, 5], got 7 numbers]`,
      );
      await expect(trainer.sample(new Float32Array(0))).rejects.toThrowErrorMatchingInlineSnapshot(
        `[EvenkeelError: sample: z must be [count, 5], got 0 numbers]`,
      );
    }));
});

test("a batch of the wrong size is refused, and nothing is counted", () =>
  withRuntime(async (runtime) => {
    const { trainer } = await start(runtime, {
      batches: { next: () => ({ images: new Uint8Array(5), labels: new Int32Array(6) }) },
    });
    const before = await trainer.snapshot();
    await expect(trainer.step()).rejects.toThrowErrorMatchingInlineSnapshot(
      `[EvenkeelError: discriminator step: real must be uint8[6, 2, 4, 4], got uint8 x 5]`,
    );
    expect((await trainer.snapshot()).tensors).toEqual(before.tensors);
    expect(trainer.counters()).toEqual({ gStep: 0, dStep: 0, images: 0 });
  }));
