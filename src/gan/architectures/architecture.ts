/** Architectures as records: two networks that fit each other, and the properties that configs ask for. */
import type { z } from "zod";
import type { Network } from "../../nn/index.ts";
import type { Normalization } from "../../stabilizers/index.ts";
import type { Conditioning } from "./conditioning.ts";

/** How one network of a pair is built. */
export interface NetworkOptions {
  /** Channels of the first layer or block; the record's `channels` says what they are. */
  readonly channels: number;
  readonly normalization: Normalization;
  /** A generator's last one, where there are several. Default the same. */
  readonly lastNormalization?: Normalization | undefined;
  /** Whether it is built for the initializer of that name. Default false. */
  readonly fixup?: boolean | undefined;
}

/** How a pair of networks is built, whatever its architecture. */
export interface NetworksOptions {
  /** `[C, H, W]` */
  readonly imageShape: readonly [number, number, number];
  /** How the discriminator gets the classes. Default none. */
  readonly condition?: Conditioning | undefined;
  readonly generator: NetworkOptions;
  readonly discriminator: NetworkOptions;
}

/** A generator and a discriminator that fit each other. */
export interface Networks {
  readonly generator: Network;
  readonly discriminator: Network;
}

/** The sizes that an architecture may have rules about. */
export interface ArchitectureSizes {
  /** Of the images, in pixels. */
  readonly height: number;
  readonly width: number;
  readonly generatorChannels: number;
  readonly discriminatorChannels: number;
}

/** What a config calls them: `size` is height and width. */
export type ArchitectureSizeKey = "size" | "generatorChannels" | "discriminatorChannels";

/** Something that must hold of an architecture's sizes. */
export interface SizeRule {
  /** The sizes that it is about; the first one is what has to change. */
  readonly sizes: readonly [ArchitectureSizeKey, ...ArchitectureSizeKey[]];
  /** What the first size must be, in words that follow its name; `undefined` if it is. */
  broken(sizes: ArchitectureSizes): string | undefined;
}

/** An architecture that a config can name. */
export interface Architecture<Options extends z.ZodObject = z.ZodObject> {
  /** What the networks are, in a phrase for the reference. */
  readonly summary: string;
  /**
   * The schema of the options that it has beside those of every architecture, with descriptions. One with a
   * default stands in every config; one without is refused beside other architectures.
   */
  readonly options: Options;
  /** What the channels of the two networks are, in phrases for the reference. */
  readonly channels: { readonly generator: string; readonly discriminator: string };
  /** Whether there are networks for points in the plane, images of one pixel; all are for images. */
  readonly points: boolean;
  /** Whether there are networks for images whose height and width differ; all are for squares. */
  readonly rectangles: boolean;
  /** Whether there are networks for the initializer fixup, which needs residual branches. */
  readonly fixup: boolean;
  readonly rules: readonly SizeRule[];
  /** Why the discriminator has no layer to be normalized with these options; `undefined` if it has one. */
  unnormalized?(options: z.output<Options>): string | undefined;
  /**
   * The options of networks of the same layers that are so many times as wide, where an option is a number of
   * channels; default the same.
   */
  widened?(
    options: z.output<Options>,
    times: { readonly generator: number; readonly discriminator: number },
  ): z.output<Options>;
  /**
   * The networks for images of this shape.
   *
   * @throws EvenkeelError `SHAPE` for sizes that break its rules.
   */
  create(networks: NetworksOptions, options: z.output<Options>): Networks;
}
