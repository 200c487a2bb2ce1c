/**
 * Five ways to steady a discriminator. Every method of the papers, and every sibling, is one of these;
 * they compose freely.
 *
 * | way | when it acts |
 * |---|---|
 * | {@link Reparametrization} of a weight | each forward pass |
 * | {@link Normalization} of an activation | each forward pass |
 * | {@link Penalty} on the loss | each discriminator step |
 * | {@link Projection} of the weights | after each update |
 * | {@link Initializer} of the weights | once |
 */
import type { Builder, Shape, Value } from "../graph/index.ts";
import type { LayerContext, ParameterSpec } from "../nn/index.ts";
import type { Distribution } from "../runtime/index.ts";

export type { Initializer } from "../nn/index.ts";

/** A float32 tensor that a reparametrization keeps for a weight between steps. */
export interface MethodState {
  /** Stands beside the weight: `u` of `conv1/weight` is `conv1/u`. */
  readonly name: string;
  readonly shape: Shape;
  /** Before training: independent draws of N(0, 1). */
  readonly initial: "normal";
}

/** What a reparametrization makes of a raw weight. */
export interface EffectiveWeight {
  /** The weight that the forward pass uses, of the raw one's shape. */
  readonly weight: Value;
  /** Scalars worth logging, such as `sigma`. */
  readonly measures: Readonly<Record<string, Value>>;
  /** States to store because this forward pass moved them. */
  readonly moved: Readonly<Record<string, Value>>;
}

/** Replaces a raw weight by a function of it; the raw one is trained. */
export interface Reparametrization {
  /**
   * Whether its states move in each pass of a step: real and generated images then pass through weights of
   * their own, the generated ones' from the states that the real ones' pass moved. Default false: once in a
   * step, and all images pass through one weight.
   */
  readonly eachPass?: boolean;
  /** What it keeps for this weight. */
  states(spec: ParameterSpec): readonly MethodState[];
  /** The effective weight. */
  apply(
    g: Builder,
    weight: Value,
    states: Readonly<Record<string, Value>>,
    spec: ParameterSpec,
  ): EffectiveWeight;
  /** The states after an update of the weight's network, from the updated raw weight; those that do not move are left out. */
  advance(
    g: Builder,
    weight: Value,
    states: Readonly<Record<string, Value>>,
    spec: ParameterSpec,
  ): Readonly<Record<string, Value>>;
}

/** Normalizes an activation inside a network; `name` is its layer's name. */
export type Normalization = (context: LayerContext, name: string, x: Value) => Value;

/** What a penalty may look at. */
export interface PenaltyContext {
  readonly g: Builder;
  /**
   * Discriminator outputs `[N, 1]` for images `[N, C, H, W]`, with this step's effective weights. In
   * conditional GANs image i is judged with the class of real image i, whatever it shows: mixtures of
   * real and generated images too. Where images are augmented, image i is transformed like real image i
   * before it is judged, so that gradients are those at the images as they were before.
   */
  discriminate(x: Value): Value;
  /** Real images `[N, C, H, W]` in [-1, 1]. */
  readonly real: Value;
  /** Generated images `[N, C, H, W]` in [-1, 1], constant for the gradient. */
  readonly fake: Value;
  /** The discriminator's raw weights, biases left out. */
  readonly weights: readonly Value[];
  /** Random numbers, fresh for each step; `name` is unique within the penalty. */
  draw(name: string, shape: Shape, distribution: Distribution): Value;
}

/** A scalar to add to the discriminator's loss. */
export type Penalty = (context: PenaltyContext) => Value;

/** What a raw weight becomes after each update; of one whose reference is r times as wide, limits are √r times as large. */
export type Projection = (g: Builder, weight: Value, spec: ParameterSpec) => Value;
