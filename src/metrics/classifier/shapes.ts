/** The extractor for the built-in set `shapes`. */
import type { Engine } from "../../runtime/index.ts";
import type { FeatureExtractor } from "../extractors/extractor.ts";
import { classifierExtractor } from "./extractor.ts";

/** Where the package has the classifier of the set `shapes`: an ONNX file that was trained by this project. */
export const shapesClassifierFile = new URL(
  "../../../assets/shapes-classifier.onnx",
  import.meta.url,
);

/**
 * 64 features and the logits of the ten kinds of shape, from the classifier that the package carries; it
 * learnt the kind, color, background, size and place of shapes, and its features depend on all of them.
 * Distances between them are Fréchet distances and no FID.
 *
 * @param model the bytes of {@link shapesClassifierFile}.
 * @throws EvenkeelError `ENGINE` when the engine refuses the model.
 */
export function shapesExtractor(engine: Engine, model: Uint8Array): Promise<FeatureExtractor> {
  return classifierExtractor(engine, model, "shapes", { images: "shapes", general: false });
}
