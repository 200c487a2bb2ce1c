import { resizeMethods } from "../../images/index.ts";

/** sharp's kernels by the names that options have; shrinking widens them, so that nothing aliases. */
export const sharpKernels = {
  "sharp-nearest": "nearest",
  "sharp-linear": "linear",
  "sharp-cubic": "cubic",
  "sharp-mitchell": "mitchell",
  "sharp-lanczos2": "lanczos2",
  "sharp-lanczos3": "lanczos3",
} as const;
/** One of sharp's kernels. */
export type SharpKernel = keyof typeof sharpKernels;

/** How decoded images come to their size: by sharp, or exactly as one of the field's libraries does it. */
export const resamplings = [
  ...(Object.keys(sharpKernels) as SharpKernel[]),
  ...resizeMethods,
] as const;
/** One of {@link resamplings}. */
export type Resampling = (typeof resamplings)[number];

export function isSharpKernel(resize: Resampling): resize is SharpKernel {
  return resize in sharpKernels;
}

/** How images of any set come to their size: by black borders or as {@link resamplings} say. */
export const resizings = ["pad", ...resamplings] as const;
