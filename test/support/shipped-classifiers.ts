/** The classifiers that the package carries, and images of the set shapes. */
import { readFileSync } from "node:fs";
import { fromBinary } from "@bufbuild/protobuf";
import { ModelProtoSchema } from "onnx-buf";
import { renderShape, shapeFactors } from "../../src/data/sets/shapes/index.ts";
import { type ShippedName, shippedClassifiers } from "../../src/metrics/classifier/index.ts";

/** The bytes of a classifier's file. */
export function modelOf(name: ShippedName): Uint8Array {
  return new Uint8Array(readFileSync(shippedClassifiers[name].file));
}

/** What a classifier's file says of itself. */
export function metadataOf(name: ShippedName): Readonly<Record<string, string>> {
  const { metadataProps } = fromBinary(ModelProtoSchema, modelOf(name));
  return Object.fromEntries(metadataProps.map(({ key, value }) => [key, value]));
}

const PIXELS = 3072;

/** Images of the set shapes, `[count, 3, 32, 32]`, from place 0 on. */
export function shapes(seed: number, count: number): Uint8Array {
  const images = new Uint8Array(count * PIXELS);
  for (let i = 0; i < count; i++) {
    renderShape(shapeFactors(i, seed), 32, images.subarray(i * PIXELS, (i + 1) * PIXELS));
  }
  return images;
}
