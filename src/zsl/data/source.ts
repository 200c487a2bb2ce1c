/** Where zero-shot data come from. */
import type { ZeroShotData } from "./data.ts";
import type { LabelledData } from "./labelled.ts";

/** A set that is read or drawn once, and trained on with several seeds. */
export interface ZeroShotSource {
  readonly name: string;
  /** Width of the hidden layers that is enough for it. */
  readonly hidden: number;
  /** The data of a seed, which may decide which classes are unseen. */
  of(seed: number): ZeroShotData;
  /**
   * All classes with their examples for training and the test, for learning them in tasks.
   *
   * @throws EvenkeelError `DATA` where a class has too few.
   */
  whole(): LabelledData;
}
