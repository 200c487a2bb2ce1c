/** How images of each data set are measured. */
import type { ClaimData } from "./record.ts";

/** By the classifier of the built-in shapes, against held-out images. */
export const byShapes: ClaimData["measure"] = {
  set: { "evaluate.protocol": "shapes" },
  text: "Fréchet distance by the shapes classifier",
};

/** By the classifier of digits, against training images. */
export const byDigits: ClaimData["measure"] = {
  set: { "evaluate.protocol": "digits" },
  text: "Fréchet distance by the digits classifier",
};

/** By the classifier of CIFAR-10's photographs, against training images. */
export const byPhotos: ClaimData["measure"] = {
  set: { "evaluate.protocol": "quick", "evaluate.features": "photos" },
  text: "Fréchet distance by the photos classifier",
};
