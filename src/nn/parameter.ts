/** What a network is made of, before there are numbers. */
import type { Shape } from "../graph/index.ts";

/** What a parameter is for; reparametrizations act on weights only. */
export type ParameterRole = "weight" | "bias" | "scale" | "shift";

/** A trainable float32 tensor of a network. */
export interface ParameterSpec {
  /** Path within the network, such as `conv1/weight`. */
  readonly name: string;
  readonly shape: Shape;
  readonly role: ParameterRole;
  /** Numbers that one output of the layer sums over (weights); 0 for other roles. */
  readonly fanIn: number;
  /** Outputs that one input of the layer goes to (weights); 0 for other roles. */
  readonly fanOut: number;
  /** Factor that this layer asks of the Xavier initializer, beside the initializer's own; default 1. */
  readonly gain?: number;
}

/** A float32 tensor that training updates without a gradient, such as a running mean. */
export interface BufferSpec {
  /** Path within the network, such as `norm1/mean`. */
  readonly name: string;
  readonly shape: Shape;
  /** The value everywhere before training. */
  readonly initial: number;
}
