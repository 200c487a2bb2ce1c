/**
 * D and G steps against PyTorch: SN, hinge and Adam from the same weights, batches and noise, in float64. Five
 * iterations of the standard CNN (test/golden/sngan-step.*, made by scripts/golden/sngan_step.py), one of the
 * residual networks for images of any size (images-step-*, images_step.py).
 *
 * Two questions, each with its own tolerance (test/support/golden/sngan.ts):
 * - Is the mathematics the same? The graphs, run in float64 by the reference, against PyTorch's float64.
 * - Is the engine as exact as float32 allows? ONNX Runtime against PyTorch's float64, within a few times
 *   of what PyTorch's own float32 is off.
 */
import { fileURLToPath } from "node:url";
import { describe, test } from "vitest";
import { createNetworks } from "../src/gan/architectures/index.ts";
import { batchNorm, conditionalBatchNorm } from "../src/nn/index.ts";
import { nodeEngine } from "../src/runtime/node.ts";
import type { Normalization } from "../src/stabilizers/index.ts";
import {
  float32Allowed,
  float64Allowed,
  readGolden,
  readGoldenOf,
} from "./support/golden/sngan.ts";

const pathOf = (name: string) => fileURLToPath(new URL(`golden/${name}`, import.meta.url));
const golden = readGolden(pathOf("sngan-step"));
const none: Normalization = (_context, _name, x) => x;

describe("five SN-GAN iterations equal PyTorch's", () => {
  test("the graphs in float64", { timeout: 300_000 }, async () => {
    golden.expectEqual(await golden.runReference(), float64Allowed);
  });

  test("ONNX Runtime on the CPU, as exactly as float32 allows", async () => {
    const engine = nodeEngine({ device: "cpu", threads: 2 });
    golden.expectEqual(await golden.runEngine(engine), float32Allowed);
  });
});

/** Settings of scripts/golden/images_step.py. */
interface ImageSettings {
  readonly imageShape: readonly [number, number, number];
  readonly classes: number | null;
  readonly channels: number;
  readonly skipExcitation: boolean;
  readonly latent: number;
  readonly batch: number;
  readonly adam: { readonly epsilon: number };
}

describe.each(["64", "96x64", "128"])(
  "an iteration of resnet-images at %s equals PyTorch's",
  (name) => {
    const images = readGoldenOf(
      pathOf(`images-step-${name}`),
      ({ imageShape, classes, channels, skipExcitation }: ImageSettings) => ({
        ...createNetworks({
          architecture: "resnet-images",
          options: { skipExcitation },
          imageShape,
          condition: classes === null ? "none" : "projection",
          generator: {
            channels,
            normalization:
              classes === null
                ? (c, n, x) => batchNorm(c, n, x)
                : (c, n, x) => conditionalBatchNorm(c, n, x),
          },
          discriminator: { channels, normalization: none },
        }),
        imageShape,
      }),
    );

    test("the graphs in float64", { timeout: 300_000 }, async () => {
      images.expectEqual(await images.runReference(), float64Allowed);
    });

    test("ONNX Runtime on the CPU, as exactly as float32 allows", async () => {
      const engine = nodeEngine({ device: "cpu", threads: 2 });
      images.expectEqual(await images.runEngine(engine), float32Allowed);
    });
  },
);
