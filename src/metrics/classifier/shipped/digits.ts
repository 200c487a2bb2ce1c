import type { ShippedClassifier } from "./record.ts";

/** The classifier of MNIST's handwritten digits. */
export const digitsClassifier = {
  name: "digits",
  file: new URL("../../../../assets/digits-classifier.onnx", import.meta.url),
  bytes: 123_178,
  sha256: "eccdf7e999499ad9fe9a7e407e92e9f8bc3d43ea2bda035a3d20930851b4dcf5",
  images: "digits",
  general: false,
  trainedOn:
    "3065 of the first 3678 training images of MNIST, turned, sheared, scaled and moved at random",
  fitFor:
    "It takes gray images at 32 pixels, padded or resized; color ones become gray. Its 64 features tell digits apart, " +
    "and where their strokes are; not their colors.",
  accuracy: { share: 607 / 613, of: "the other 613 digits" },
  command: "npm run train:classifier -- --name digits --data DIR",
} as const satisfies ShippedClassifier;
