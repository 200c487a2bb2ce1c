import type { ShippedClassifier } from "./record.ts";

/** The classifier of CIFAR-10's photographs. */
export const photosClassifier = {
  name: "photos",
  file: new URL("../../../../assets/photos-classifier.onnx", import.meta.url),
  bytes: 1_096_070,
  sha256: "097898b5099bc6bf949da42d6cd2a6d2df573a4f637f84326fbe88e016230335",
  images: "things",
  general: true,
  trainedOn: "JPEG copies of CIFAR-10's 50 000 training images, moved and mirrored",
  fitFor:
    "It learnt to tell ten kinds of animals and vehicles apart at 32 pixels; larger images are resized. Its 128 features " +
    "depend on what is shown, its shape and colors; not on finer detail.",
  accuracy: { share: 0.8642, of: "CIFAR-10's 10 000 test images, as JPEG copies" },
  command: "npm run train:classifier -- --name photos --data DIR",
} as const satisfies ShippedClassifier;
