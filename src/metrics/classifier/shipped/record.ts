/** A classifier that the package carries as one record: everything that there is to know of it. */
import { EvenkeelError } from "../../../errors.ts";
import type { ImageContent } from "../../../images/index.ts";
import type { Engine } from "../../../runtime/index.ts";
import { sha256Of } from "../../extractors/common.ts";
import type { FeatureExtractor } from "../../extractors/extractor.ts";
import { classifierExtractor } from "../extractor.ts";

/** A small classifier, trained by this project, whose features metrics can compare. */
export interface ShippedClassifier<Name extends string = string> {
  /** What protocols, configs and results call it. */
  readonly name: Name;
  /** Where the package has it: an ONNX file, as `exportClassifier` writes it. */
  readonly file: URL;
  /** Size and SHA-256 of the file. */
  readonly bytes: number;
  readonly sha256: string;
  /** What the images show that it was made for. */
  readonly images: ImageContent;
  /** Whether it is offered for images of unknown content, too. */
  readonly general: boolean;
  /** The images that it was trained on, in a phrase. */
  readonly trainedOn: string;
  /** What its features are fit for, and what they miss: a sentence each. */
  readonly fitFor: string;
  /** How many images that it was not trained on it classifies correctly. */
  readonly accuracy: {
    readonly share: number;
    readonly of: string;
  };
  /** The command that trains it. */
  readonly command: string;
}

/**
 * The features and logits of a classifier that the package carries. Distances between its features are Fréchet
 * distances and no FID.
 *
 * @param model the bytes of the classifier's file.
 * @throws EvenkeelError `DATA` for the bytes of another file, `ENGINE` when the engine refuses the model.
 */
export async function openShipped(
  engine: Engine,
  { name, file, sha256, images, general }: ShippedClassifier,
  model: Uint8Array,
): Promise<FeatureExtractor> {
  const found = await sha256Of(model);
  if (found !== sha256) {
    throw new EvenkeelError(
      "DATA",
      `${file.pathname}: must be the classifier ${name} with SHA-256 ${sha256}, got ${found}`,
      { advice: "The file has changed since it was installed: install the package again." },
    );
  }
  return classifierExtractor(engine, model, name, { images, general });
}
