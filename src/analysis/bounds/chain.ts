/** Networks that are a chain of layers, as the theorems about them suppose. */
import type { GanModel } from "../../gan/index.ts";
import { createBuilder, sizeOf, type Value } from "../../graph/index.ts";
import { applyNetwork, type ParameterSpec } from "../../nn/index.ts";
import { layerOf } from "../../stabilizers/index.ts";

/** One layer of a chain: h = Wo + b, then ReLU, leaky ReLU or nothing. */
export interface ChainLayer {
  readonly weight: ParameterSpec;
  /** The bias's name; `undefined` where there is none. */
  readonly bias: string | undefined;
  /** Places that each bias is added at: H'·W', 1 of a dense layer. */
  readonly positions: number;
  /** The activation's Lipschitz constant; 1 where there is none. */
  readonly lipschitz: number;
}

/**
 * The layers of a discriminator D(x) = a_L(W_L a_{L−1}(… a_1(W_1 x + b_1)) + b_L) from the first to the last,
 * or `undefined` where it is anything else at inference: it has branches, normalizes activations, pools,
 * uses the classes, has layers that the output does not depend on, or has an activation that is not piecewise linear with a(0) = 0.
 */
export function chainOf({
  definition: { discriminator, imageShape, classes },
  discriminator: { parameters, buffers },
}: GanModel): readonly ChainLayer[] | undefined {
  if (buffers.length > 0) return undefined;
  const g = createBuilder();
  const values = Object.fromEntries(
    parameters.map(({ name, shape }) => [name, g.input(name, { dtype: "float32", shape })]),
  );
  const specs = new Map(parameters.map((spec) => [values[spec.name], spec]));
  const x = g.input("x", { dtype: "float32", shape: [1, ...imageShape] });
  const condition =
    classes === undefined
      ? undefined
      : { labels: g.input("labels", { dtype: "int32", shape: [1] }), classes };
  let value = applyNetwork(g, discriminator.network, values, x, { condition }).output;
  const layers: ChainLayer[] = [];
  let [lipschitz, bias]: [number, Value | undefined] = [1, undefined];
  while (value !== x) {
    const { source } = value;
    if (source.kind !== "op") return undefined;
    const [first, second] = source.inputs as [Value, Value | undefined];
    switch (source.op) {
      case "reshape":
        break;
      case "relu":
      case "leakyRelu":
        if (bias !== undefined) return undefined;
        if (source.op === "leakyRelu")
          lipschitz *= Math.max(1, Math.abs(source.attributes.slope as number));
        break;
      case "add": {
        const added = second && inputBehind(second);
        if (bias !== undefined || added === undefined || specs.get(added)?.role !== "bias") {
          return undefined;
        }
        bias = added;
        break;
      }
      case "matmul":
      case "conv": {
        const weight = second && specs.get(second);
        if (weight?.role !== "weight") return undefined;
        const own = `${layerOf(weight.name)}/bias`;
        if (bias !== undefined && specs.get(bias)?.name !== own) return undefined;
        const positions = sizeOf(value.shape.slice(2));
        layers.unshift({ weight, bias: bias && own, positions, lipschitz });
        [lipschitz, bias] = [1, undefined];
        break;
      }
      default:
        return undefined;
    }
    value = first;
  }
  const weights = parameters.filter(({ role }) => role === "weight");
  return layers.length === weights.length ? layers : undefined;
}

/** The input that a value is, reshaped or not. */
function inputBehind(value: Value): Value | undefined {
  let at = value;
  while (at.source.kind === "op" && at.source.op === "reshape") at = at.source.inputs[0]!;
  return at.source.kind === "input" ? at : undefined;
}
