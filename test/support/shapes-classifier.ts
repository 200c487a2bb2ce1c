/** The classifier that the package carries, and images of its set. */
import { readFileSync } from "node:fs";
import { fromBinary } from "@bufbuild/protobuf";
import { ModelProtoSchema } from "onnx-buf";
import { renderShape, shapeFactors } from "../../src/data/sets/shapes/index.ts";
import { shapesClassifierFile } from "../../src/metrics/classifier/index.ts";

/** The model's file. */
export const model = new Uint8Array(readFileSync(shapesClassifierFile));
/** What the file says of itself. */
export const metadata = Object.fromEntries(
  fromBinary(ModelProtoSchema, model).metadataProps.map(({ key, value }) => [key, value]),
);
export const SHAPE = [3, 32, 32] as const;
const PIXELS = 3072;

/** Images of the set from place 0 on. */
export function shapes(seed: number, count: number): Uint8Array {
  const images = new Uint8Array(count * PIXELS);
  for (let i = 0; i < count; i++) {
    renderShape(shapeFactors(i, seed), 32, images.subarray(i * PIXELS, (i + 1) * PIXELS));
  }
  return images;
}
