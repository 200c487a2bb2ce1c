import { refusal } from "../errors.ts";
import { opencvBilinear } from "./opencv.ts";
import { pillow } from "./pillow.ts";
import type { ImageSize, Resampler, ResizeSizes } from "./resampler.ts";
import { tensorflowBilinear } from "./tensorflow.ts";
import type { ResizeWeights } from "./weights.ts";

/** The resize methods, named after their libraries; {@link resizer} describes each. */
export const resizeMethods = [
  "tf1-bilinear",
  "opencv-bilinear",
  "pillow-box",
  "pillow-bilinear",
  "pillow-bicubic",
] as const;
/** One of {@link resizeMethods}. */
export type ResizeMethod = (typeof resizeMethods)[number];

const resamplers: Readonly<Record<ResizeMethod, Resampler>> = {
  "tf1-bilinear": tensorflowBilinear,
  "opencv-bilinear": opencvBilinear,
  "pillow-box": pillow("box"),
  "pillow-bilinear": pillow("bilinear"),
  "pillow-bicubic": pillow("bicubic"),
};

/** The input and output sizes and the method. */
export interface ResizeOptions extends ResizeSizes {
  readonly method: ResizeMethod;
}

/** Resizes planes `[…, height, width]`; the result has the type of the input. */
export type Resizer = <A extends Uint8Array | Float32Array>(planes: A) => A;

/**
 * A function that resizes images or batches of them, `[N, C, H, W]` or any number of planes
 * `[…, H, W]`. Its tables are computed once.
 *
 * | method | what it equals | shrinking |
 * |---|---|---|
 * | `tf1-bilinear` | TensorFlow's `resize_bilinear` with `half_pixel_centers=False`, as the 2015 Inception graph resizes | aliases |
 * | `opencv-bilinear` | `cv2.resize` | aliases; an exact half is the mean of four |
 * | `pillow-box`, `-bilinear`, `-bicubic` | `Image.resize` with the filter | does not alias |
 *
 * Pixels (uint8) are rounded as the library does: Pillow after each axis, OpenCV once, in fixed point.
 * TensorFlow returns only floats, which are rounded here to the nearest integer, half to even. Floats
 * (float32) of any range are neither rounded nor clipped. That is Pillow's mode F, which clean-fid uses
 * for each channel.
 *
 * @throws EvenkeelError `SHAPE` for a size below 1; from the returned function, for values that do not
 *   form a whole number of planes.
 */
export function resizer({ from, to, method }: ResizeOptions): Resizer {
  requireSize("from", from);
  requireSize("to", to);
  const resampler = resamplers[method];
  const [ofBytes, ofFloats] = [resampler.ofBytes({ from, to }), resampler.ofFloats({ from, to })];
  return (<A extends Uint8Array | Float32Array>(planes: A) => {
    if (planes.length % (from[0] * from[1]) !== 0) {
      throw refusal("SHAPE", {
        where: "resize",
        rule: `the images must be a whole number of planes of ${from.join(" × ")}`,
        got: `${planes.length} values`,
      });
    }
    return planes instanceof Uint8Array ? ofBytes(planes) : ofFloats(planes as Float32Array);
  }) as Resizer;
}

/**
 * Resizes images once: {@link resizer} for a single use.
 *
 * @param images uint8 or float32 `[N, C, H, W]`, or any number of planes; not changed.
 * @returns the resized planes, of the type given.
 * @throws EvenkeelError as {@link resizer} and the function that it returns.
 */
export function resize<A extends Uint8Array | Float32Array>(images: A, options: ResizeOptions): A {
  return resizer(options)(images);
}

/**
 * The weights that a method applies along one axis from `from` pixels to `to`. All methods are linear and
 * separable: up to the rounding of pixels, a plane X becomes M_height · X · M_widthᵀ with the matrices of
 * `denseWeights`.
 *
 * @throws EvenkeelError `SHAPE` for a length below 1.
 */
export function resizeWeights(from: number, to: number, method: ResizeMethod): ResizeWeights {
  requireSize("from", [from, from]);
  requireSize("to", [to, to]);
  return resamplers[method].weights(from, to);
}

function requireSize(name: string, size: ImageSize): void {
  if (size.every((side) => Number.isSafeInteger(side) && side >= 1)) return;
  throw refusal("SHAPE", {
    where: "resize",
    rule: `${name} must be whole numbers, 1 or more`,
    got: size.join(" × "),
  });
}
