/** Discriminators of images with opacity. */
import { expect, test } from "vitest";
import { gaussian } from "../../../test/support/nn/matrices.ts";
import { evaluateNetwork } from "../../../test/support/nn/networks.ts";
import { asSeen } from "../../images/index.ts";
import { batchNorm, type Network } from "../../nn/index.ts";
import type { Normalization } from "../../stabilizers/index.ts";
import { seesOpacity } from "./opacity.ts";
import { createNetworks } from "./registry.ts";

const same: Network = (_, x) => x;
const shape = [2, 4, 3, 2];
const images = Float32Array.from(gaussian(48, "images"), Math.tanh);
const normalization: Normalization = (context, name, x) => batchNorm(context, name, x);

test("a network sees colors times their opacity, and the opacity", () => {
  const { y } = evaluateNetwork(seesOpacity(same), shape, { x: images });
  expect(y.shape).toEqual(shape);
  expect(y.data).toBeAllclose(asSeen(images, [4, 3, 2]), { absolute: 1e-6 });
});

test("colors of transparent places make no difference", () => {
  const clear = images.map((value, i) => (i % 24 < 18 ? value : -1));
  const other = clear.map((value, i) => (i % 24 < 18 ? -value : value));
  const of = (x: Float32Array) => evaluateNetwork(seesOpacity(same), shape, { x }).y.data;
  expect(of(clear)).toEqual(of(other));
});

test("discriminators of images with a fourth channel do so, and no others", () => {
  const player = { channels: 8, normalization };
  const isBlind = (channels: number) => {
    const { discriminator } = createNetworks({
      architecture: "resnet-images",
      imageShape: [channels, 32, 32],
      generator: player,
      discriminator: player,
    });
    const plane = 32 * 32;
    const x = Float32Array.from(gaussian(2 * channels * plane, "x"), Math.tanh);
    /** The images with other colors and no opacity. */
    const colored = (sign: number) =>
      x.map((value, i) => (i % (channels * plane) < 3 * plane ? sign * value : -1));
    const [one, other] = [1, -1].map((sign) => {
      const given = { x: colored(sign) };
      return evaluateNetwork(discriminator, [2, channels, 32, 32], given, { training: true }).y
        .data;
    });
    expect(Array.from(one!).every(Number.isFinite)).toBe(true);
    return one!.join() === other!.join();
  };
  expect(isBlind(4)).toBe(true);
  expect(isBlind(5)).toBe(false);
});
