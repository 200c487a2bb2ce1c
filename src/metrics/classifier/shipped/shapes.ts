import type { ShippedClassifier } from "./record.ts";

/** The classifier of the built-in set `shapes`. */
export const shapesClassifier = {
  name: "shapes",
  file: new URL("../../../../assets/shapes-classifier.onnx", import.meta.url),
  bytes: 432_368,
  sha256: "034abeb4b3fc56ba4c37f5b0eb927ea927ed9b9ce8154fbb47670ef2f0ccb801",
  images: "shapes",
  general: false,
  trainedOn: "153 600 drawings of the built-in set shapes at 32 pixels",
  fitFor:
    "It learnt the kind, color, size and place of a shape, the background and whether it is graded, and its 64 " +
    "features depend on all of them.",
  accuracy: { share: 0.9992, of: "5000 other drawings" },
  command: "npm run train:classifier -- --name shapes",
} as const satisfies ShippedClassifier;
