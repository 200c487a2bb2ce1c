/**
 * The blocked layout: channels in blocks that lie innermost, as ONNX Runtime's CPU convolutions have them
 * inside (its name for it is NCHWc). An image batch `[N, C, H, W]` is held as `[N, C/b, H, W, b]`; any
 * value `[N, C, …]` as `[N, C/b, …, b]`.
 */

import type { Shape } from "../../types.ts";
import { sizeOf } from "../../value.ts";
import type { Emitter } from "../emitter.ts";

/** The domain of ONNX Runtime's internal operators on blocks. */
export const BLOCKED_DOMAIN = "com.microsoft.nchwc";

/** The shape of the blocked form of a value `[N, C, …]`. */
export function blockedShape([n = 1, c = 1, ...rest]: Shape, size: number): number[] {
  return [n, c / size, ...rest, size];
}

/** Emits the nodes that change between the two layouts. */
export interface LayoutNodes {
  readonly size: number;
  reshape(x: string, shape: Shape): string;
  /** `[N, C, …]` to blocks. */
  toBlocks(x: string, shape: Shape): string;
  /** The blocks of `[N, C, H, W]` to that order; only the first `channels` are kept. */
  fromBlocks(x: string, shape: Shape, channels?: number): string;
  /** As {@link LayoutNodes.fromBlocks}, for elements of any dtype; slow. */
  fromBlocksOfAny(x: string, shape: Shape): string;
  /** `[N, H, W, C]` to `[N, C, H, W]`; faster than a Transpose where the channels fill blocks. */
  channelsFirst(x: string, shape: Shape): string;
  /** The blocks of `[N, C, H, W]` to `[N, H, W, C]`. */
  toChannelsLast(x: string, shape: Shape): string;
}

/** Layout nodes for blocks of `size` channels. */
export function layoutNodes(emit: Emitter, size: number): LayoutNodes {
  const reshape = (x: string, shape: Shape) => emit.node("Reshape", [x, emit.int64(shape)]);
  const reorder = (type: string, x: string, attributes: Record<string, number>) =>
    emit.node(type, [x], attributes, BLOCKED_DOMAIN);
  const flat = ([n = 1, c = 1, ...rest]: Shape) => [n, c, sizeOf(rest), 1];
  return {
    size,
    reshape,
    toBlocks(x, shape) {
      const blocks = reorder("ReorderInput", reshape(x, flat(shape)), {});
      return reshape(blocks, blockedShape(shape, size));
    },
    fromBlocks(x, shape, channels = shape[1] ?? 0) {
      const [n = 1, , ...rest] = shape;
      const plain = reorder("ReorderOutput", reshape(x, flat(shape)), { channels });
      return reshape(plain, [n, channels, ...rest]);
    },
    fromBlocksOfAny(x, shape) {
      const [n = 1, c = 1, ...rest] = shape;
      const blocks = reshape(x, [n, c / size, sizeOf(rest), size]);
      return reshape(emit.node("Transpose", [blocks], { perm: [0, 1, 3, 2] }), shape);
    },
    channelsFirst(x, [n = 1, h = 1, w = 1, c = 1]) {
      if (c % size !== 0) return emit.node("Transpose", [x], { perm: [0, 3, 1, 2] });
      const blocks = reorder("ReorderInput", x, { channels_last: 1 });
      return reshape(reorder("ReorderOutput", blocks, { channels: c }), [n, c, h, w]);
    },
    toChannelsLast: (x, shape) =>
      reorder("ReorderOutput", reshape(x, shape), { channels: shape[1] ?? 0, channels_last: 1 }),
  };
}
