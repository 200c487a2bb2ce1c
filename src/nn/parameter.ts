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
  /**
   * Terms of the largest sums that its products are part of, where the layer goes on to sum the weight's outputs (a
   * class's vector times the features); default fanIn.
   */
  readonly terms?: number;
  /** Factor that this layer asks of the Xavier initializer, beside the initializer's own; default 1. */
  readonly gain?: number;
  /** Factor on the learning rate; default 1. */
  readonly rate?: number;
  /** Slope of the leaky ReLU of the network that the layer stands in (0: ReLU); absent: it has another activation. */
  readonly slope?: number;
  /** The convolution that the weight is used in; absent for dense layers. */
  readonly convolution?: ConvolutionPlace;
  /** The residual branch that the weight stands in; absent outside of branches. */
  readonly branch?: BranchPlace;
  /** Whether it is the weight of the network's last layer; default false. */
  readonly last?: boolean;
  /** The same weight in the wider network whose proportions this one keeps; absent: there is none. */
  readonly reference?: ReferenceWeight;
}

/** What a weight is in another network of the same layers. */
export type ReferenceWeight = Pick<ParameterSpec, "shape" | "fanIn" | "fanOut" | "terms">;

/** How a weight is used as a convolution: the same stride and padding on all sides. */
export interface ConvolutionPlace {
  /** Height and width of the layer's input. */
  readonly inputSize: readonly [number, number];
  readonly stride: number;
  readonly padding: number;
  /** A transposed convolution, whose weight is `[in, out, kH, kW]`. */
  readonly transposed: boolean;
}

/** Where in a residual network's branches a layer stands. */
export interface BranchPlace {
  /** Branches of the whole network, L. */
  readonly branches: number;
  /** Layers of this branch, m. */
  readonly layers: number;
  /** Whether it is the branch's last layer. */
  readonly last: boolean;
}

/** A float32 tensor that training updates without a gradient, such as a running mean. */
export interface BufferSpec {
  /** Path within the network, such as `norm1/mean`. */
  readonly name: string;
  readonly shape: Shape;
  /** The value everywhere before training. */
  readonly initial: number;
  /** Whether only passes in training mode read it. Another training does not take it over. Default false. */
  readonly trainingOnly?: boolean;
  /**
   * Whether there is one for each source of a network's inputs, `norm1/past/count/real`, where passes have
   * sources. Default false.
   */
  readonly ofEachSource?: boolean;
}

/** The buffers that passes outside training mode read. */
export function inferenceBuffers(buffers: readonly BufferSpec[]): readonly BufferSpec[] {
  return buffers.filter(({ trainingOnly }) => !trainingOnly);
}
