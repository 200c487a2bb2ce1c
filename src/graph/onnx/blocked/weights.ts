/** Convolution weights `[O, I, kH, kW]` in the order in which blocked convolutions read them. */

import type { Shape } from "../../types.ts";
import { sizeOf } from "../../value.ts";
import type { Emitter } from "../emitter.ts";
import type { LayoutNodes } from "./layout.ts";

/** A weight and the sizes of its axes. */
export interface Weight {
  readonly name: string;
  readonly shape: Shape;
}

/**
 * For a convolution with this weight: `[O/b, I/b, kH, kW, b, b]`, or `[O/b, I, kH, kW, b]` when the
 * input's channels do not fill blocks. Outputs that do not fill the last block are filled up with zeros.
 */
export function blockWeight(emit: Emitter, layout: LayoutNodes, weight: Weight): string {
  const { size } = layout;
  const [o = 1, i = 1, ...kernel] = weight.shape;
  const taps = sizeOf(kernel);
  const outputs = Math.ceil(o / size) * size;
  const name =
    outputs === o
      ? weight.name
      : emit.node("Pad", [weight.name, emit.int64([0, 0, 0, 0, outputs - o, 0, 0, 0])]);
  const inner =
    i % size === 0
      ? layout.toBlocks(layout.reshape(name, [outputs, i, taps]), [outputs, i, taps])
      : name;
  const rest = i * taps;
  return layout.toBlocks(layout.reshape(inner, [1, outputs, rest]), [1, outputs, rest]);
}

/**
 * For gradients to the input: inputs and outputs exchanged, the kernel's places on an axis of their own:
 * `[I/b, O/b, kH·kW, b·b]`, or `[I/b, O, kH·kW, b]` when the outputs do not fill blocks. Inputs that do not
 * fill the last block are filled up with zeros.
 */
export function transposeWeight(emit: Emitter, layout: LayoutNodes, weight: Weight): string {
  const { size } = layout;
  const [o = 1, i = 1, ...kernel] = weight.shape;
  const inputs = Math.ceil(i / size) * size;
  const taps = sizeOf(kernel);
  const whole = o % size === 0;
  const blocks = whole ? layout.toBlocks(weight.name, [1, o, i * taps]) : weight.name;
  const [rows, lanes] = whole ? [o / size, size] : [o, 1];
  const places = layout.reshape(blocks, [rows, i, taps * lanes]);
  const exchanged = emit.node("Transpose", [places], { perm: [1, 0, 2] });
  const filled =
    inputs === i
      ? exchanged
      : emit.node("Pad", [exchanged, emit.int64([0, 0, 0, inputs - i, 0, 0])]);
  const rest = o * taps;
  const reordered = layout.toBlocks(layout.reshape(filled, [1, inputs, rest]), [1, inputs, rest]);
  return layout.reshape(reordered, [inputs / size, rows, taps, lanes * size]);
}
