/** What an adversarial loss is. */
import type { Builder, Value } from "../../graph/index.ts";

/**
 * An adversarial loss that a config can name: two functions of the discriminator's raw outputs `[N, 1]`, to
 * scalars that are minimized; real and generated batches may differ in N.
 */
export interface Loss {
  /** One line for help texts and the reference. */
  readonly summary: string;
  /** Whether the discriminator's half has no lower bound unless D's slope has a limit. */
  readonly needsLimitedSlope: boolean;
  /**
   * The discriminator's raw output between those for real and for generated images; `null` where it depends on the
   * training. Default 0.
   */
  readonly undecided?: number | null;
  /** Why it is doubtful, as a warning has it. */
  readonly caution?: string;
  /** What the discriminator minimizes, from its outputs on real and on generated images. */
  discriminator(g: Builder, real: Value, fake: Value): Value;
  /** What the generator minimizes, from the discriminator's outputs on generated images. */
  generator(g: Builder, fake: Value): Value;
}
