/**
 * Methods as records: what configs, their rules, warnings and reference, and the search for a scale need to
 * know of each. A property that others ask for is declared here and set by the method itself.
 */
import type { z } from "zod";
import type {
  Initializer,
  Normalization,
  Penalty,
  Projection,
  Reparametrization,
} from "./types.ts";

/** A method that a config can name. */
export interface Method<Instance, Options extends z.ZodObject = z.ZodObject> {
  /** One line for help texts and the reference. */
  readonly summary: string;
  /** The options' schema, with defaults and descriptions. */
  readonly options: Options;
  create(options: z.output<Options>): Instance;
}

/** A {@link Reparametrization} that a config can name. */
export interface ReparametrizationMethod<Options extends z.ZodObject = z.ZodObject>
  extends Method<Reparametrization | undefined, Options> {
  /**
   * Whether the weight that it makes depends on the raw one's direction only, so that it stays the same
   * when the raw one is multiplied by a positive number. It is then undefined for a raw weight of 0.
   */
  readonly scaleFree: boolean;
  /** Whether a layer that it covers has a limit on its slope. */
  readonly limitsSlope: boolean;
  /** The method that is the same at scale 1 and has an option `scale`; absent where there is none. */
  readonly scaledForm?: string;
  /** Why its learnable factor must not multiply biases too; absent where it may. */
  readonly gammaOnWeightsOnly?: string;
  /** Why it is doubtful in a discriminator, as a warning has it. */
  readonly caution?: string;
  /** The options that have no effect beside the given ones, and why. */
  idle?(
    options: z.output<Options>,
  ): { readonly options: readonly string[]; readonly because: string } | undefined;
}

/** A {@link Normalization} that a config can name. */
export interface NormalizationMethod<Options extends z.ZodObject = z.ZodObject>
  extends Method<Normalization, Options> {
  /** Whether it has statistics of the whole batch, so that the output of an example depends on the others; default false. */
  readonly batchwise?: boolean;
  /**
   * What stands in a generator's last place, before the layer that makes the images, of a generator with
   * several normalizations; default the same as in the others.
   */
  last?(options: z.output<Options>): Normalization | undefined;
  /** Why it cannot be used with batches of so many examples: what it must be, in words that follow its name; default it can. */
  unfit?(options: z.output<Options>, batch: { readonly batchSize: number }): string | undefined;
  /** The options that have no effect beside the given ones, and why. */
  idle?(
    options: z.output<Options>,
  ): { readonly options: readonly string[]; readonly because: string } | undefined;
  /** Whether it has parameters for each class, so that a network needs the classes of its examples; default false. */
  readonly conditional?: boolean;
  /** Why it is doubtful in a discriminator, as a warning has it. */
  readonly caution?: string;
}

/** A {@link Penalty} that a config can name. */
export interface PenaltyMethod<Options extends z.ZodObject = z.ZodObject>
  extends Method<Penalty, Options> {
  /** Whether it takes D's gradient at each image by itself, which the step then differentiates again. */
  readonly differentiatesTwice: boolean;
  /** Whether D has a limit on its slope with it. */
  readonly limitsSlope: boolean;
  /** Whether it depends on the raw weights only. */
  readonly ofRawWeights: boolean;
}

/** A {@link Projection} that a config can name. */
export interface ProjectionMethod<Options extends z.ZodObject = z.ZodObject>
  extends Method<Projection, Options> {
  /** Whether D has a limit on its slope with it. */
  readonly limitsSlope: boolean;
}

/** An {@link Initializer} that a config can name. */
export interface InitializerMethod<Options extends z.ZodObject = z.ZodObject>
  extends Method<Initializer, Options> {
  /** Whether some weights start at 0; default false. */
  readonly startsAtZero?: boolean;
  /**
   * Whether it is made for residual networks that have Fixup's scalar biases and multipliers in place of a
   * normalization; default false.
   */
  readonly fixup?: boolean;
}
