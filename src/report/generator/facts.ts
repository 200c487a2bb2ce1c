/** What programs need to know of an exported generator. */
import { refusal } from "../../errors.ts";
import { latentDistributions } from "../../gan/latent/index.ts";
import { classesOf, classNamesOf, type TrainedModel } from "../../runs/trained/index.ts";

/** The inputs and outputs of a generator of images. */
export interface GeneratorFacts {
  readonly name: string;
  /** The data set's name. */
  readonly data: string;
  /** Generator steps that it was trained for. */
  readonly steps: number;
  readonly imageShape: readonly [channels: number, height: number, width: number];
  readonly latentSize: number;
  readonly latentDistribution: (typeof latentDistributions)[number];
  /** The names of its classes; empty if it is unconditional. */
  readonly classNames: readonly string[];
}

/**
 * The facts of a run's generator.
 *
 * @param option what asks for them.
 * @throws EvenkeelError `USAGE` for a generator of points.
 */
export function generatorFacts(
  trained: Pick<TrainedModel, "model" | "about" | "counters" | "classNames">,
  option: string,
): GeneratorFacts {
  const { imageShape, imageType, latentSize, latentDistribution } = trained.model.definition;
  if (imageType === "float32") {
    throw refusal("USAGE", {
      where: "export",
      rule: `${option} must be omitted: the generator makes points, not images`,
    });
  }
  const { name, data } = trained.about;
  return {
    name,
    data,
    steps: trained.counters.gStep,
    imageShape,
    latentSize,
    latentDistribution: latentDistribution ?? latentDistributions[0],
    classNames: classNamesOf(classesOf(trained)),
  };
}
