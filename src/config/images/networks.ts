/** The networks for images of one's own, by their size. */
import type { ConfigInput } from "../schema.ts";
import { type ImageSize, recipeSides, square } from "./sizes.ts";

/** Networks for images, with the channels that they have at full width. */
interface ImageNetworks {
  readonly model: NonNullable<ConfigInput["model"]>;
  readonly channels: { readonly generator: number; readonly discriminator: number };
  /** What both networks are trained with, beside the optimizers. */
  readonly player: Pick<NonNullable<ConfigInput["generator"]>, "initializer">;
}

/** Repeating pixels leaves no checkerboard. */
const standard: ImageNetworks = {
  model: { architecture: "cnn", generatorUpsampling: "nearest" },
  channels: { generator: 512, discriminator: 64 },
  player: {},
};

/**
 * The channels are the same at all sizes, so that a run can start from one of another size. With 256, feature
 * maps of 16 x 16, 32 x 32 and 64 x 64 are as wide as those of `resnet` for 64 pixels. Initial weights are those
 * of the SN-GAN authors' residual networks.
 */
const residual: ImageNetworks = {
  model: { architecture: "resnet-images" },
  channels: { generator: 256, discriminator: 256 },
  player: { initializer: { name: "xavier" } },
};

/** The standard CNN for 32 x 32, residual networks for all other sizes. */
export function networksAt({ height, width }: ImageSize): ImageNetworks {
  return height === 32 && width === 32 ? standard : residual;
}

/** The images of a step: half as many where they are large. */
export function batchSizeAt({ height, width }: ImageSize): number {
  return height * width > 2 * 64 * 64 ? 16 : 32;
}

/** The side of the recipe that a run on images of a size starts from, which has the same networks. */
export function recipeSideOf(size: ImageSize): number {
  const networks = networksAt(size);
  const sides = recipeSides.filter((side) => networksAt(square(side)) === networks);
  const shorter = Math.min(size.height, size.width);
  return sides.findLast((side) => side <= shorter) ?? (sides[0] as number);
}
