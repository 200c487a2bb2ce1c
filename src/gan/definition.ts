/** Everything that defines the mathematics of a training run. */

import type { ImageType } from "../images/index.ts";
import type { Network, Optimizer } from "../nn/index.ts";
import type {
  Gamma,
  Initializer,
  Penalty,
  Projection,
  Reparametrization,
} from "../stabilizers/index.ts";
import type { Augmentation } from "./augmentation/index.ts";
import type { Latent } from "./latent/index.ts";
import type { Loss } from "./losses/loss.ts";
import type { Schedule } from "./schedules.ts";

/** How one of the two networks is trained. */
export interface Player {
  readonly network: Network;
  /**
   * A network of the same layers and other widths, whose proportions this one keeps: initial weights, learning
   * rates and limits of weights are those that suit it. Default none.
   */
  readonly reference?: Network | undefined;
  readonly optimizer: Optimizer;
  readonly learningRate: number;
  /** The learning rate's course; default constant. */
  readonly schedule?: Schedule | undefined;
  readonly initializer: Initializer;
  /** What the forward pass makes of the weights; default nothing. */
  readonly reparametrization?: Reparametrization | undefined;
  /** The layers that it covers, by name, `*` standing for anything; default all. */
  readonly layers?: readonly string[] | undefined;
  /** The learnable factor on what it makes; default none. */
  readonly gamma?: Gamma | undefined;
}

/**
 * Two networks, their loss and their methods.
 *
 * @typeParam Type of the real images, and `Classes`: whether there are any; from them follow the type of a
 *   batch.
 */
export interface GanDefinition<
  Type extends ImageType = ImageType,
  Classes extends number | undefined = number | undefined,
> extends Latent {
  /** z `[N, latentSize]` to images `[N, C, H, W]` in [-1, 1]. */
  readonly generator: Player & {
    /** Decay of the moving average of the weights, in (0, 1). Default 0: there is none. */
    readonly ema?: number | undefined;
    /** Images of a generator step; default the definition's `batchSize`. */
    readonly batchSize?: number | undefined;
    /**
     * When running statistics of its normalizations move: in its own steps, or whenever it generates, so in
     * discriminator steps too. Only images at inference depend on it. Default `generator-steps`.
     */
    readonly runningStatistics?: "generator-steps" | "all-steps" | undefined;
  };
  /** Images `[N, C, H, W]` to raw outputs `[N, 1]`. */
  readonly discriminator: Player & {
    /** Terms added to its loss. Default none. */
    readonly penalties?: readonly Penalty[] | undefined;
    /** What happens to the weights after each update. Default nothing. */
    readonly projections?: readonly Projection[] | undefined;
  };
  readonly loss: Loss;
  /** Through which the discriminator sees real and generated images in both steps. Default none. */
  readonly augmentation?: Augmentation | undefined;
  /** `[C, H, W]`; of points in the plane `[2, 1, 1]`. */
  readonly imageShape: readonly [number, number, number];
  /** How real images come: pixels 0 … 255, or numbers as they are. Default uint8. */
  readonly imageType?: Type | undefined;
  /**
   * What becomes of pixels x: `none`, x/127.5 − 1, as in the BSN authors' code; `uniform`, x/128 − 1 plus
   * noise that is uniform in [0, 1/128), drawn anew each time, as in the SN-GAN authors' code. Default
   * `none`.
   */
  readonly dequantization?: "none" | "uniform" | undefined;
  /** Classes that both networks are told; default none. */
  readonly classes?: Classes;
  /**
   * Weights of the losses of the discriminator's auxiliary classifier, where it has one: networks with that
   * conditioning, and `classes`. Default none.
   */
  readonly auxiliary?: AuxiliaryWeights | undefined;
  /** N of the real and of the generated images of a discriminator step. */
  readonly batchSize: number;
}

/** What the mean cross-entropies of an auxiliary classifier are multiplied by. */
export interface AuxiliaryWeights {
  /** On real images, in the discriminator's loss. */
  readonly real: number;
  /** On generated images, in the discriminator's loss. */
  readonly generated: number;
  /** On generated images, in the generator's loss. */
  readonly generator: number;
}

export type PlayerName = "generator" | "discriminator";

/** A definition with the defaults of both networks filled in. */
export type CompleteDefinition<
  Type extends ImageType = ImageType,
  Classes extends number | undefined = number | undefined,
> = Omit<GanDefinition<Type, Classes>, "generator" | "discriminator"> & {
  readonly generator: GanDefinition["generator"] & { readonly ema: number };
  readonly discriminator: GanDefinition["discriminator"] & {
    readonly penalties: readonly Penalty[];
    readonly projections: readonly Projection[];
  };
};

/** Fills in the defaults. */
export function completeDefinition<Type extends ImageType, Classes extends number | undefined>(
  definition: GanDefinition<Type, Classes>,
): CompleteDefinition<Type, Classes> {
  const { generator, discriminator } = definition;
  return {
    ...definition,
    generator: { ...generator, ema: generator.ema ?? 0 },
    discriminator: {
      ...discriminator,
      penalties: discriminator.penalties ?? [],
      projections: discriminator.projections ?? [],
    },
  };
}
