/** What the theorems say of a run while it goes on. */
import { describe, expect, test } from "vitest";
import {
  randomBatches,
  type SmallChanges,
  smallModel,
  withRuntime,
} from "../../../test/support/gan/small.ts";
import { gaussian, inner } from "../../../test/support/nn/matrices.ts";
import { createTrainer, discriminatorStep, type Snapshot } from "../../gan/index.ts";
import {
  bidirectionalSpectralNorm,
  convolutionSpectralNorm,
  spectralNorm,
} from "../../stabilizers/index.ts";
import { analyze } from "../analyze.ts";

const n = 6;
const real = { images: gaussian(n * 32, "real", 0.5) };

describe("while training goes on", () => {
  const methods = {
    sn: spectralNorm(),
    bsn: bidirectionalSpectralNorm(),
    "sn-conv": convolutionSpectralNorm(),
  };
  /** A training with large steps, looked at now and then. */
  async function snapshots(changes: SmallChanges): Promise<readonly Snapshot[]> {
    const model = smallModel(changes);
    return withRuntime(async (runtime) => {
      const batches = randomBatches(model);
      const trainer = await createTrainer({ runtime, model, batches, seed: 3, nDis: 2 });
      const taken: Snapshot[] = [];
      for (let step = 1; step <= 60; step++) {
        await trainer.step();
        if (step % 20 === 0) taken.push(await trainer.snapshot());
      }
      return taken;
    });
  }
  const analyses = async (changes: SmallChanges) => {
    const model = smallModel(changes);
    const fake = { images: gaussian(n * 32, "fake", 0.5) };
    const found = [];
    for (const { tensors } of await snapshots(changes)) {
      found.push(await withRuntime((runtime) => analyze({ runtime, model, tensors, real, fake })));
    }
    return found;
  };

  test.each(Object.entries(methods))(
    "%s: its norms are 1, its variances bounded, no gradient exceeds its bound",
    async (name, reparametrization) => {
      for (const { layers } of await analyses({ discriminator: { reparametrization } })) {
        for (const { layer, shape, sigma, variance, bound } of layers) {
          const [out = 1, input = 1, ...kernel] = shape;
          const places = kernel.reduce((a, b) => a * b, 1);
          const isConvolution = shape.length === 4;
          const norm = {
            sn: sigma.effective,
            bsn: (sigma.effective + sigma.swapped) / 2,
            "sn-conv": isConvolution ? sigma.operator.sigma : sigma.effective,
          }[name]!;
          // one round of power iteration an update follows weights that move this fast by a tenth
          expect(Math.abs(norm - 1), layer).toBeLessThan(0.1);
          // papers.md 2.2, for matrices of any numbers: ‖W‖_F² ≤ min(m, n)·σ²
          const widest = Math.max(out, input * places);
          expect(variance.variance).toBeLessThanOrEqual(
            (1 + 1e-6) * (sigma.effective ** 2 / widest),
          );
          if (name === "bsn" && places >= Math.max(out / input, input / out)) {
            const most = 4 / (places * (Math.sqrt(input) + Math.sqrt(out)) ** 2);
            expect(variance.variance).toBeLessThanOrEqual((1 + 1e-6) * norm ** 2 * most);
          }
          expect(bound!.reached).toBeLessThanOrEqual(1 + 1e-5);
        }
      }
    },
  );

  test("without a method the unit form of the bound is exceeded, the bound itself is not", async () => {
    const found = await analyses({ discriminator: { reparametrization: undefined } });
    const layers = found.flatMap((analysis) => analysis.layers);
    expect(Math.max(...layers.map(({ bound }) => bound!.reachedIfUnit))).toBeGreaterThan(1);
    expect(Math.max(...layers.map(({ bound }) => bound!.reached))).toBeLessThanOrEqual(1 + 1e-5);
  });

  test.each(["sn", "bsn"] as const)(
    "%s: the gradient to a raw weight is orthogonal to it",
    async (name) => {
      const changes = { discriminator: { reparametrization: methods[name] } };
      const model = smallModel(changes);
      for (const { tensors } of await snapshots(changes)) {
        await withRuntime(async (runtime) => {
          const program = discriminatorStep(model, { gradients: true });
          for (const read of program.reads) runtime.state.write(read, tensors[read]!);
          const executable = await runtime.compile(program);
          const { batchSize } = model.definition;
          const images = await randomBatches(model).next();
          const found = await executable.run({
            real: images.images,
            z: gaussian(batchSize * 5, "noise"),
            ...Object.fromEntries(
              Object.entries(model.definition.discriminator.optimizer.scalarsAt(9, 0.01)).map(
                ([scalar, value]) => [`discriminator/optimizer/${scalar}`, Float32Array.of(value)],
              ),
            ),
          });
          for (const { name: weight, role } of model.discriminator.parameters) {
            if (role !== "weight") continue;
            const slope = found[`gradient/${weight}`]!;
            const raw = tensors[`discriminator/${weight}`]!.data;
            const size = Math.sqrt(inner(slope, slope) * inner(raw, raw));
            expect(Math.abs(inner(slope, raw)) / size, weight).toBeLessThan(1e-4);
          }
        });
      }
    },
  );
});
