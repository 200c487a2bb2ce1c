/** Lowers a graph's values to ONNX with images in blocks wherever convolutions want them so. */

import { emitFlatWeightGrad, hasFewOutputs } from "../../ops/convolution.ts";
import { onnxPool } from "../../ops/pooling.ts";
import type { ConvGeometry, PoolGeometry } from "../../signatures.ts";
import type { Aval, Shape, Value } from "../../types.ts";
import type { Emitter } from "../emitter.ts";
import { lowerOp } from "../lower-op.ts";
import type { Lowering } from "../lowering.ts";
import {
  blockedConv,
  blockedInputGrad,
  blockedScale,
  type ConvContext,
  type ConvEnd,
  fitsBlocks,
  hasBlockedInputGrad,
} from "./convolution.ts";
import { createForms } from "./forms.ts";
import { type Affine, type Fused, findFusions, isPerChannel } from "./fusion.ts";
import { BLOCKED_DOMAIN, blockedShape, layoutNodes } from "./layout.ts";
import { emitChannelSum, emitMask, isChannelSum, maskOf } from "./patterns.ts";
import { placesShape } from "./places.ts";
import { isWithoutPlaces, planOnBlocks, planOnPlaces } from "./propagate.ts";
import { emitResampled, isApart, resampledIn } from "./resampling.ts";
import type { Weight } from "./weights.ts";
import { winogradOf } from "./winograd/choose.ts";
import { winogradConv, winogradInputGrad, winogradWeightGrad } from "./winograd/convolution.ts";
import type { WinogradContext } from "./winograd/points.ts";
import { convolutionOf } from "./winograd/problem.ts";

/**
 * @param size channels of a block, as the engine has them on this processor.
 * @param order the graph's values, operands first.
 * @param outputs the graph's results.
 */
export function blockedLowering(
  emit: Emitter,
  size: number,
  order: readonly Value[],
  outputs: readonly Value[],
): Lowering {
  const layout = layoutNodes(emit, size);
  const context: ConvContext = { emit, layout, transposed: new Map() };
  const winograd: WinogradContext = { emit, layout, atPoints: new Map() };
  const fusions = findFusions(order, outputs);
  /** Values that later ones may not need; they are lowered when one does. */
  const waiting = new Set<Value>();
  const forms = createForms(emit, layout, (value) => {
    if (waiting.delete(value)) alone(value);
  });
  const { plain, blocks, places } = forms;
  const isBlocked = (value: Value) => forms.has(value, "blocks") || forms.has(value, "places");
  /** As a convolution reads it. */
  const image = (value: Value) => ({
    name: value.shape[1]! % size === 0 ? blocks(value) : plain(value),
    shape: value.shape,
  });
  const weight = (value: Value): Weight => ({ name: plain(value), shape: value.shape });
  /** Blocks whose last channels may be none of the value's. */
  const give = (value: Value, name: string) => {
    const [n = 1, channels = 0, ...rest] = value.shape;
    const filled = Math.ceil(channels / size) * size;
    if (filled === channels) forms.give(value, "blocks", name);
    else forms.give(value, "plain", layout.fromBlocks(name, [n, filled, ...rest], channels));
  };

  /** Lowers a convolution and what is fused to it, up to `value`, if it can be had on blocks. */
  function convolution(value: Value, { conv, bias, activation }: Omit<Fused, "inner">): boolean {
    if (conv.source.kind !== "op") return false;
    const { op, inputs, attributes } = conv.source;
    const [a, b] = inputs as [Value, Value];
    const geometry = attributes as unknown as ConvGeometry;
    const [, channels = 1, height = 1, width = 1] = conv.shape;
    const end = (): ConvEnd => ({
      bias: bias && { name: layout.reshape(plain(bias), [channels]), channels },
      activation,
    });
    if (onPlaces(value, conv, end)) return true;
    switch (op) {
      case "conv":
        if (!fitsBlocks(a.shape[1]!, size)) return false;
        give(value, blockedConv(context, image(a), weight(b), geometry, [height, width], end()));
        return true;
      case "convInputGrad":
        if (!fitsBlocks(a.shape[1]!, size)) return false;
        if (!hasBlockedInputGrad([height, width], a.shape, b.shape, geometry)) return false;
        give(
          value,
          blockedInputGrad(context, image(a), weight(b), geometry, [height, width], end()),
        );
        return true;
      case "convWeightGrad":
        if (!isBlocked(a) || hasFewOutputs([a, b], attributes as never)) return false;
        forms.give(
          value,
          "plain",
          emitFlatWeightGrad(
            emit,
            [layout.toChannelsLast(blocks(a), a.shape), plain(b)],
            [a, b],
            attributes as never,
            layout.channelsFirst,
          ),
        );
        return true;
      default:
        return false;
    }
  }

  /** Lowers a convolution and its end by Winograd's algorithm, where that is faster. */
  function onPlaces(value: Value, conv: Value, end: () => ConvEnd): boolean {
    const roles = rolesOf(conv);
    if (roles === undefined || conv.source.kind !== "op") return false;
    const { x, kernel, y } = roles;
    const geometry = conv.source.attributes as unknown as ConvGeometry;
    const form = winogradOf(winograd, convolutionOf(x.shape, kernel.shape, y.shape, geometry));
    if (form === undefined) return false;
    if (kernel === conv) {
      if (y.shape[0]! % size !== 0) return false;
      forms.give(value, "plain", winogradWeightGrad(form, places(x), places(y)));
      return true;
    }
    const result =
      y === conv
        ? winogradConv(form, places(x), weight(kernel))
        : winogradInputGrad(form, places(y), weight(kernel));
    const { bias, activation } = end();
    const line = { shift: bias?.name, activation };
    forms.give(
      value,
      "places",
      bias === undefined && activation === undefined
        ? result
        : blockedScale(context, { name: result, shape: placesShape(value.shape) }, line),
    );
    return true;
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

/** The images, the weight and the result of the convolution that an op is, or a gradient of. */
function rolesOf(value: Value): Readonly<Record<"x" | "kernel" | "y", Value>> | undefined {
  if (value.source.kind !== "op") return undefined;
  const [a, b] = value.source.inputs as [Value, Value];
  switch (value.source.op) {
    case "conv":
      return { x: a, kernel: b, y: value };
    case "convInputGrad":
      return { x: value, kernel: b, y: a };
    case "convWeightGrad":
      return { x: a, kernel: value, y: b };
    default:
      return undefined;
  }
}
