/** What an operator of a training step is there for, by its name, type and shapes. */

/** One run of an operator. */
export interface ProfiledNode {
  /** `discriminator/conv2/gradient/Conv_17`: the scope it was built in, then its own name. */
  readonly name: string;
  /** ONNX's name of the operator. */
  readonly type: string;
  readonly inputs: readonly (readonly number[])[];
  readonly outputs: readonly (readonly number[])[];
  readonly microseconds: number;
}

export type Kind =
  | "convolution, forward"
  | "convolution, input gradient"
  | "convolution, weight gradient"
  | "convolution, second derivative"
  | "batch normalization"
  | "optimizer"
  | "dense layers"
  | "power iteration, weights"
  | "layout changes"
  | "activations"
  | "rest";

const CONVOLUTIONS = ["Conv", "FusedConv", "ConvTranspose"];
const PRODUCTS = ["MatMul", "Gemm", "FusedMatMul", "FusedGemm"];
const MOVES = [
  ...["ReorderInput", "ReorderOutput", "Transpose", "Reshape", "Concat", "Slice", "Gather"],
  ...["Pad", "Expand", "Identity", "Squeeze", "Unsqueeze", "Split"],
];

/** What stands between the slashes of the scope. */
function scopeOf({ name }: ProfiledNode): string[] {
  return name.split("/").slice(0, -1);
}

/** The layer by the network's own name, such as `discriminator/conv2`; `(step)` for what is of none. */
export function layerOfNode(node: ProfiledNode): string {
  const scope = scopeOf(node).filter((part) => part !== "gradient" && part !== "advance");
  // <layer>/<parameter>/update
  const layer = scope.at(-1) === "update" ? scope.slice(0, -2) : scope;
  return layer.length === 0 ? "(step)" : layer.join("/");
}

/**
 * The kind of an operator. A convolution outside of any gradient is a forward one; so is each of the
 * convolutions that a transposed one is made of. A weight gradient is told by its first operand, in which
 * the batch is not the first axis. Layout changes are whatever moves numbers only, but for those of the
 * optimizer and of batch normalization.
 *
 * @param weights the shapes of the networks' weights, joined by commas: others of four axes are images.
 */
export function kindOf(node: ProfiledNode, weights: ReadonlySet<string>): Kind {
  const { type, inputs, outputs } = node;
  const scope = scopeOf(node);
  const derivatives = scope.filter((part) => part === "gradient").length;
  if (scope.includes("update")) return "optimizer";
  if (scope.some((part) => /^norm\d*$/.test(part))) return "batch normalization";
  if (CONVOLUTIONS.includes(type)) {
    if (derivatives === 0) return "convolution, forward";
    if (inputs[0]?.[0] === 1) return "convolution, weight gradient";
    return derivatives === 1 ? "convolution, input gradient" : "convolution, second derivative";
  }
  if (MOVES.includes(type)) return "layout changes";
  const shapes = [...inputs, ...outputs];
  if (PRODUCTS.includes(type)) {
    const withVector = shapes.some((shape) => Math.min(...shape) === 1);
    return scope.includes("dense") && !withVector ? "dense layers" : "power iteration, weights";
  }
  const isWeight = (shape: readonly number[]) => weights.has(shape.join());
  if (shapes.some((shape) => shape.length >= 4 && !isWeight(shape))) return "activations";
  return shapes.some(isWeight) || scope.length > 1 ? "power iteration, weights" : "rest";
}
