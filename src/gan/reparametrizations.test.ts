/** Every reparametrization through the trainer on the CPU, with the small GAN. */
import { describe, expect, test } from "vitest";
import { changed, randomBatches, smallModel, withRuntime } from "../../test/support/gan/small.ts";
import { reparametrize } from "../../test/support/nn/reparametrizations.ts";
import { engineTraining } from "../../test/support/tolerances.ts";
import {
  bidirectionalScaledSpectralNorm,
  bidirectionalSpectralNorm,
  type Method,
  type Reparametrization,
  reparametrizations,
  scaledSpectralNorm,
  spectralNorm,
} from "../stabilizers/index.ts";
import { reparametrized } from "./model.ts";
import { stateNames } from "./state.ts";
import { createTrainer } from "./trainer.ts";

/** A few iterations, one discriminator step each: what was measured, and the state around each. */
async function trainWith(reparametrization: Reparametrization | undefined, iterations: number) {
  const model = smallModel({ discriminator: { reparametrization } });
  return withRuntime(async (runtime) => {
    const batches = randomBatches(model);
    const trainer = await createTrainer({ runtime, model, batches, seed: 3, nDis: 1 });
    const read = async () =>
      Object.fromEntries(
        Object.entries((await trainer.snapshot()).tensors).map(([name, { data }]) => [name, data]),
      );
    const steps = [];
    let before = await read();
    for (let i = 0; i < iterations; i++) {
      const measures = await trainer.step();
      const after = await read();
      steps.push({ measures, before, after });
      before = after;
    }
    return { model, steps };
  });
}

describe.each(Object.entries(reparametrizations))("%s", (_name, entry) => {
  const { create, options } = entry as Method<Reparametrization | undefined>;

  test("trains: numbers stay finite, weights and vectors move, each vector by one advance", async () => {
    const method = create(options.parse({}));
    const { model, steps } = await trainWith(method, 4);
    for (const { measures, before, after } of steps) {
      for (const [name, value] of Object.entries(measures))
        expect(value, name).toBeTypeOf("number");
      expect(Object.values(measures).every(Number.isFinite)).toBe(true);
      const moved = changed(before, after);
      expect(moved).toContain("discriminator/conv1/weight");
      for (const { spec, states } of reparametrized(model, "discriminator")) {
        const of = (name: string) => stateNames.method("discriminator", spec.name, name);
        const held = Object.fromEntries(states.map(({ name }) => [name, before[of(name)]!]));
        const weight = after[stateNames.of("discriminator", spec.name)]!;
        const { advanced } = reparametrize(method!, spec, weight, held);
        expect(Object.keys(advanced)).toEqual(Object.keys(held));
        for (const [name, expected] of Object.entries(advanced)) {
          expect(after[of(name)], of(name)).toBeAllclose(expected, engineTraining);
        }
      }
    }
  });
});

test.each([
  ["ssn", scaledSpectralNorm, spectralNorm],
  ["bssn", bidirectionalScaledSpectralNorm, bidirectionalSpectralNorm],
])(
  "%s with scale 1 trains as the unscaled method, bit for bit; with another it does not",
  async (_name, scaled, plain) => {
    const { steps } = await trainWith(plain(), 2);
    expect((await trainWith(scaled({ scale: 1 }), 2)).steps).toEqual(steps);
    expect((await trainWith(scaled({ scale: 1.2 }), 2)).steps).not.toEqual(steps);
  },
);
