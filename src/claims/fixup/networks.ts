/** Residual networks of any depth, kept in bounds in three ways, and what they are trained on. */
import { residualNetwork } from "../../classify/networks/index.ts";
import { sizeOf } from "../../graph/index.ts";
import {
  batchNorm,
  describeNetwork,
  fixup,
  type Initializer,
  initialValue,
  kaimingNormal,
  type Network,
} from "../../nn/index.ts";
import { randomStream } from "../../random.ts";
import type { HostTensor } from "../../runtime/index.ts";

/** The ways: Fixup's three rules; He's initializer and nothing else; the same with batch normalization. */
export const methods = ["Fixup", "He", "batch norm"] as const;
export type Method = (typeof methods)[number];

/** Classes of images. */
const CLASSES = 4;
/** Share of an image that is its own, not its class's. */
const NOISE = 0.5;

/** How wide the networks are, and how many images of which size they see, all in every step. */
export interface Size {
  readonly channels: number;
  readonly side: number;
  readonly images: number;
}

/** The shape of the images. */
export function imagesShape({ images, side }: Size): readonly number[] {
  return [images, 3, side, side];
}

/** A residual network of one stage of so many blocks of two 3x3 convolutions. */
export function deepNetwork(method: Method, blocks: number, { channels }: Size): Network {
  return residualNetwork({
    ...{ channels: [channels], blocks, classes: CLASSES, shortcut: "zeros" },
    ...(method === "Fixup" && { fixup: true }),
    ...(method === "batch norm" && {
      normalization: (context, name, x) => batchNorm(context, name, x),
    }),
  });
}

/** Weights as the method draws them: by name, so that layers of one name are equal in networks of any depth. */
export function drawNetwork(
  method: Method,
  network: Network,
  size: Size,
  seed: number,
): Readonly<Record<string, HostTensor>> {
  const initializer: Initializer = method === "Fixup" ? fixup() : kaimingNormal();
  const input = { dtype: "float32", shape: imagesShape(size) } as const;
  const { parameters } = describeNetwork(network, input);
  return Object.fromEntries(
    parameters.map((spec) => {
      const data = initialValue(spec, initializer, randomStream(seed, `fixup ${spec.name}`));
      return [spec.name, { shape: spec.shape, data }];
    }),
  );
}

/** Images, each the color of its class and noise, and their classes in turn. */
export function drawImages(size: Size, seed: number) {
  const shape = imagesShape(size);
  const random = randomStream(seed, "fixup images");
  const colors = random.fillNormal(new Float32Array(CLASSES * 3));
  const labels = Int32Array.from({ length: size.images }, (_, i) => i % CLASSES);
  const places = size.side ** 2;
  const images = random.fillNormal(new Float32Array(sizeOf(shape))).map((z, i) => {
    const [image, channel] = [Math.floor(i / (3 * places)), Math.floor(i / places) % 3];
    return NOISE * z + colors[labels[image]! * 3 + channel]!;
  });
  return { images, labels };
}
