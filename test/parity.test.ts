/**
 * The standard CNN's D and G steps against PyTorch: five iterations of SN, hinge and Adam from the same
 * weights, batches and noise (test/golden/sngan-step.*, made by scripts/golden/sngan_step.py in float64).
 *
 * Two questions, each with its own tolerance (test/support/golden/sngan.ts):
 * - Is the mathematics the same? The graphs, run in float64 by the reference, against PyTorch's float64.
 * - Is the engine as exact as float32 allows? ONNX Runtime against PyTorch's float64, within a few times
 *   of what PyTorch's own float32 is off.
 */
import { fileURLToPath } from "node:url";
import { describe, test } from "vitest";
import { nodeEngine } from "../src/runtime/node.ts";
import { float32Allowed, float64Allowed, readGolden } from "./support/golden/sngan.ts";

const golden = readGolden(fileURLToPath(new URL("golden/sngan-step", import.meta.url)));

describe("five SN-GAN iterations equal PyTorch's", () => {
  test("the graphs in float64", { timeout: 300_000 }, async () => {
    golden.expectEqual(await golden.runReference(), float64Allowed);
  });

  test("ONNX Runtime on the CPU, as exactly as float32 allows", async () => {
    const engine = nodeEngine({ device: "cpu", threads: 2 });
    golden.expectEqual(await golden.runEngine(engine), float32Allowed);
  });
});
