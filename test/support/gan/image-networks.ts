/** Small residual networks for images of any size, as GANs. */
import { createNetworks } from "../../../src/gan/architectures/index.ts";
import type { GanModel } from "../../../src/gan/index.ts";
import { batchNorm, conditionalBatchNorm, xavierUniform } from "../../../src/nn/index.ts";
import {
  bidirectionalScaledSpectralNorm,
  type Normalization,
} from "../../../src/stabilizers/index.ts";
import { smallModel } from "./small.ts";

const none: Normalization = (_context, _name, x) => x;

/** What a test changes of {@link imageModel}. */
interface ImageChanges {
  readonly channels?: { readonly generator: number; readonly discriminator: number };
  /** Default none. */
  readonly classes?: number;
  /** The architecture's own options. */
  readonly options?: Readonly<Record<string, unknown>>;
}

/** `resnet-images` of 16 channels with BSSN in D, batch norm in G and a moving average, in batches of 2. */
export function imageModel(
  imageShape: readonly [number, number, number],
  { channels = { generator: 16, discriminator: 16 }, classes, options = {} }: ImageChanges = {},
): GanModel {
  const networks = createNetworks({
    architecture: "resnet-images",
    imageShape,
    condition: classes === undefined ? "none" : "projection",
    options,
    generator: {
      channels: channels.generator,
      normalization: classes === undefined ? batchNorm : conditionalBatchNorm,
    },
    discriminator: { channels: channels.discriminator, normalization: none },
  });
  const initializer = xavierUniform();
  return smallModel({
    imageShape,
    batchSize: 2,
    classes,
    generator: { network: networks.generator, initializer, ema: 0.9 },
    discriminator: {
      network: networks.discriminator,
      initializer,
      reparametrization: bidirectionalScaledSpectralNorm({ scale: 1.2 }),
    },
  });
}
