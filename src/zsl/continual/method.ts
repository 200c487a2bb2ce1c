/** What a way to learn tasks one after the other is made of. */
import type { Builder, Value } from "../../graph/index.ts";

/** Numbers that methods may be given. */
export interface MethodOptions {
  /** λ, what the penalty λ·Σ Ω(θ − θ*)² is multiplied by. */
  readonly strength: number;
  /** Share of the importances Ω that is kept when those of a task are added. */
  readonly keep: number;
  /** Examples of each class that are remembered. */
  readonly memory: number;
  /** Remembered examples of a step; fewer where there are not so many. */
  readonly memoryBatch: number;
}

/** A way to learn tasks one after the other, with one set of parameters. */
export interface ContinualMethod {
  /** What it does, in a line. */
  readonly summary: string;
  /** Its options with their defaults, those of the paper on class normalization; it has no others. */
  readonly options: Readonly<Partial<MethodOptions>>;
  /**
   * Whether a task is trained on with the examples of all tasks so far, told among all their classes; the others have
   * the examples of one task, told among its classes.
   */
  readonly joint: boolean;
  /** How important a parameter is to a task that is done; changes of important ones are penalized. */
  readonly importance?: Importance;
  /**
   * The gradients of a step from those of its batch and those of remembered examples of earlier tasks, each one a
   * parameter.
   */
  readonly project?: Projection;
}

/** The importance of parameters to a task: a mean over its examples. */
export interface Importance {
  /** A scalar of one example, from its logits for the task's classes, 0 for others, and its cross-entropy. */
  readonly of: (g: Builder, example: { readonly logits: Value; readonly loss: Value }) => Value;
  /** What is averaged, of the scalar's derivative by a parameter. */
  readonly take: (g: Builder, derivative: Value) => Value;
  /** Whether the importances of a task are scaled to [0, 1]. */
  readonly scaled: boolean;
}

/** @see ContinualMethod.project */
export type Projection = (
  g: Builder,
  gradients: readonly Value[],
  remembered: readonly Value[],
) => readonly Value[];
