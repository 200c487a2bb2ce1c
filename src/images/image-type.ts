/** How images come: pixels 0 … 255, or numbers for the networks as they are. */
export type ImageType = "uint8" | "float32";

/** An array of images of a type; of either where the type is not known. */
export type Images<Type extends ImageType = ImageType> = Type extends "float32"
  ? Float32Array
  : Uint8Array;
