/** Lowers a graph's values to ONNX with images in blocks wherever convolutions want them so. */

import { onnxPool } from "../../ops/pooling.ts";
import type { PoolGeometry } from "../../signatures.ts";
import type { Aval, Shape, Value } from "../../types.ts";
import type { Emitter } from "../emitter.ts";
import { lowerOp } from "../lower-op.ts";
import type { Lowering } from "../lowering.ts";
import { blockedScale, type ConvEnd, convContext } from "./convolution.ts";
import { choose, forms as convForms } from "./forms/choose.ts";
import type { Convolve, Result } from "./forms/form.ts";
import { filledBlocks, problemOf } from "./forms/problem.ts";
import { type Affine, type Fused, findFusions, isPerChannel } from "./fusion.ts";
import { BLOCKED_DOMAIN, blockedShape, layoutNodes } from "./layout.ts";
import { createLayouts } from "./layouts.ts";
import { emitChannelSum, emitMask, isChannelSum, maskOf } from "./patterns.ts";
import { placesShape } from "./places.ts";
import { isWithoutPlaces, planOnBlocks, planOnPlaces } from "./propagate.ts";
import { emitResampled, isApart, resampledIn } from "./resampling.ts";
import { blockWeight, type Weight } from "./weights.ts";

/**
 * @param size channels of a block, as the engine has them on this processor.
 * @param order the graph's values, operands first.
 * @param outputs the graph's results.
 * @param forced names of forms of convolutions that are used wherever they fit.
 */
export function blockedLowering(
  emit: Emitter,
  size: number,
  order: readonly Value[],
  outputs: readonly Value[],
  forced: readonly string[],
): Lowering {
  const layout = layoutNodes(emit, size);
  const context = convContext(emit, layout);
  const fusions = findFusions(order, outputs);
  /** Values that later ones may not need; they are lowered when one does. */
  const waiting = new Set<Value>();
  const forms = createLayouts(emit, layout, (value) => {
    if (waiting.delete(value)) alone(value);
  });
  const { plain, blocks, places } = forms;
  const isBlocked = (value: Value) => forms.has(value, "blocks") || forms.has(value, "places");
  const operandOf = (value: Value) => ({
    plain: () => plain(value),
    blocked: () => blocks(value),
    places: () => places(value),
  });
  const weightOf = (value: Value): Weight => ({ name: plain(value), shape: value.shape });
  const give = (value: Value, { layout: given, name }: Result) => {
    const [n = 1, channels = 0, ...rest] = value.shape;
    const filled = filledBlocks(channels, size);
    if (given !== "blocks" || filled === channels) forms.give(value, given, name);
    else forms.give(value, "plain", layout.fromBlocks(name, [n, filled, ...rest], channels));
  };
  const convolve: Convolve = (operands, problem, end, only) => {
    const among = convForms.conv.filter(({ gives }) => only === undefined || gives === only);
    const form = choose(among, problem, forced)!;
    return { layout: form.gives, name: form.emit(context, operands, problem, end) };
  };

  /** Lowers a convolution and what is fused to it, up to `value`, if it can be had on blocks. */
  function convolution(value: Value, { conv, bias, activation }: Omit<Fused, "inner">): boolean {
    const problem = problemOf(conv, size);
    if (conv.source.kind !== "op" || problem === undefined) return false;
    const [a, b] = conv.source.inputs as [Value, Value];
    const end = (): ConvEnd => {
      const [, channels = 1] = conv.shape;
      return {
        bias: bias && { name: layout.reshape(plain(bias), [channels]), channels },
        activation,
      };
    };
    switch (conv.source.op) {
      case "conv": {
        if (choose(convForms.conv, problem, forced) === undefined) return false;
        const kernels = {
          plain: () => plain(b),
          blocked: () => blockWeight(emit, layout, weightOf(b)),
        };
        give(value, convolve({ x: operandOf(a), kernels }, problem, end()));
        return true;
      }
      case "convInputGrad": {
        const form = choose(convForms.convInputGrad, problem, forced);
        if (form === undefined) return false;
        const operands = { dy: operandOf(a), weight: weightOf(b) };
        give(value, form.emit(context, operands, problem, end(), convolve));
        return true;
      }
      case "convWeightGrad": {
        // on rows, where x is in rows, standard operators do as well
        const form = choose(convForms.convWeightGrad, problem, forced);
        if (form === undefined || !(isBlocked(a) || isBlocked(b))) return false;
        forms.give(
          value,
          "plain",
          form.emit(context, { x: operandOf(a), dy: operandOf(b) }, problem),
        );
        return true;
      }
      default:
        return false;
    }
  }

  /** In which layout an op with these operands runs: the one that is outermost among those given. */
  function layoutFor(operands: readonly Value[]): "blocks" | "places" | undefined {
    if (operands.some((x) => forms.given(x) === "places")) return "places";
    return operands.some(isBlocked) ? "blocks" : undefined;
  }

  /** A value's name in a layout, and its shape there as images in blocks. */
  const view = (x: Value, held: "blocks" | "places") =>
    held === "blocks"
      ? { name: blocks(x), shape: x.shape }
      : { name: places(x), shape: placesShape(x.shape) };

  /** How an operand of an op on blocks is named there, in this shape; `undefined` if it has no such form. */
  function operand(x: Value, out: Value, shape: Shape): (() => string) | undefined {
    const [, channels = 1, ...rest] = [...out.shape.slice(x.shape.length).map(() => 1), ...x.shape];
    const sameRank = x.shape.length === out.shape.length;
    if (isBlocked(x)) return sameRank ? () => blocks(x) : undefined;
    // without places, or without channels, the order of the elements is the same
    if (channels === 1 || rest.every((n) => n === 1)) return () => layout.reshape(plain(x), shape);
    return sameRank && x.dtype === "float32" && channels % size === 0 ? () => blocks(x) : undefined;
  }

  /** Lowers an op some of whose operands are held in blocks on blocks, if it can. */
  function onBlocks(value: Value): boolean {
    if (value.source.kind !== "op") return false;
    const { op, inputs, attributes } = value.source;
    const held = layoutFor(inputs);
    if (held === undefined) return false;
    if (isChannelSum(value)) {
      const { name, shape } = view(inputs[0]!, held);
      forms.give(value, "plain", emitChannelSum(emit, layout, name, shape));
      return true;
    }
    const onPlaces =
      held === "places" ? planOnPlaces(op, inputs, attributes, value, size) : undefined;
    const plan = onPlaces ?? planOnBlocks(op, inputs, attributes, value, size);
    if (plan === undefined) return false;
    const names = inputs.map((x, i) => {
      const shape = plan.operands[i]!;
      if (onPlaces === undefined)
        return inputs.length === 1 ? () => blocks(x) : operand(x, value, shape);
      return isWithoutPlaces(x.shape) ? () => layout.reshape(plain(x), shape) : () => places(x);
    });
    if (!names.every((name) => name !== undefined)) return false;
    const result = lowerOp(
      emit,
      op,
      names.map((name) => name()),
      inputs.map(({ dtype }, i): Aval => ({ dtype, shape: plan.operands[i]! })),
      { dtype: value.dtype, shape: plan.shape },
      plan.attributes,
    );
    if (onPlaces !== undefined) forms.give(value, "places", result);
    else if (plan.blocked) forms.give(value, "blocks", result);
    else forms.give(value, "plain", layout.reshape(result, value.shape));
    return true;
  }

  /** Lowers the choice between two numbers by the sign of a value in blocks. */
  function mask(value: Value): boolean {
    const found = maskOf(value);
    const held = found && layoutFor([found.x]);
    if (held === undefined) return false;
    forms.give(value, held, emitMask(emit, forms[held](found!.x), found!));
    return true;
  }

  /** Lowers images in blocks with each pixel repeated, or sums over their rectangles of pixels. */
  function resampled(value: Value): boolean {
    const found = resampledIn(value);
    if (found === undefined || !isBlocked(found.x)) return false;
    forms.give(value, "blocks", emitResampled(emit, layout, blocks(found.x), found));
    return true;
  }

  /** Lowers x·scale + shift, and what is fused to it, up to `value`, if x is held in blocks. */
  function affine(value: Value, { x, scale, shift, activation }: Affine): boolean {
    const held = layoutFor([x]);
    if (held === undefined) return false;
    const line = {
      scale: plain(scale),
      ...(isPerChannel(shift, x) ? { shift: plain(shift) } : { added: forms[held](shift) }),
      activation,
    };
    forms.give(value, held, blockedScale(context, view(x, held), line));
    return true;
  }

  /** Lowers a product, sum or difference of a value in blocks and a number for each of its channels. */
  function perChannel(value: Value): boolean {
    if (value.source.kind !== "op") return false;
    const { op, inputs } = value.source;
    const [a, b] = inputs as [Value, Value];
    if (op !== "mul" && op !== "add" && op !== "sub") return false;
    const [x, number] = op === "sub" || isPerChannel(b, a) ? [a, b] : [b, a];
    const held = layoutFor([x]);
    if (!isPerChannel(number, x) || held === undefined) return false;
    const name = plain(number);
    const line =
      op === "mul" ? { scale: name } : { shift: op === "add" ? name : emit.node("Neg", [name]) };
    forms.give(value, held, blockedScale(context, view(x, held), line));
    return true;
  }

  /** Lowers a pooling of a value in blocks. */
  function pool(value: Value): boolean {
    const { source, shape } = value;
    if (source.kind !== "op" || (source.op !== "maxPool" && source.op !== "averagePool"))
      return false;
    const [x] = source.inputs as [Value];
    if (!isBlocked(x)) return false;
    const [type, attributes] = onnxPool(source.attributes as unknown as PoolGeometry);
    const y = emit.node(type, [layout.reshape(blocks(x), x.shape)], attributes, BLOCKED_DOMAIN);
    forms.give(value, "blocks", layout.reshape(y, blockedShape(shape, size)));
    return true;
  }

  function lower(value: Value): void {
    if (value.source.kind !== "op" || fusions.inner.has(value)) return;
    if (value.source.op === "greater" || isApart(value)) {
      waiting.add(value);
      return;
    }
    const line = fusions.affine.get(value);
    if (line !== undefined && affine(value, line)) return;
    const fused = fusions.ends.get(value);
    // a profile names the layer, not the activation that is fused to it
    if (fused !== undefined && emit.within(fused.conv.scope, () => convolution(value, fused)))
      return;
    for (const each of fused?.inner ?? line?.inner ?? []) alone(each);
    alone(value);
  }

  function alone(value: Value): void {
    if (value.source.kind !== "op") return;
    if (convolution(value, { conv: value, bias: undefined, activation: undefined })) return;
    if (mask(value) || pool(value) || resampled(value)) return;
    if (perChannel(value) || onBlocks(value)) return;
    const { op, inputs, attributes } = value.source;
    forms.give(value, "plain", lowerOp(emit, op, inputs.map(plain), inputs, value, attributes));
  }

  return {
    define(value, name) {
      forms.give(value, "plain", name);
    },
    lower,
    plain,
  };
}
