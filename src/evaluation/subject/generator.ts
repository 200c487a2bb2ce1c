/** A run's generator as a subject of evaluation. */
import type { GanModel } from "../../gan/index.ts";
import { describeInference } from "../../gan/inference/index.ts";
import { openSampler, type Trained } from "../../runs/trained/index.ts";
import type { NodeDevice } from "../../runtime/node.ts";
import { namedClasses } from "../classes.ts";
import { BATCH, generatorShape, generatorSource } from "./image-source.ts";
import type { Subject } from "./subject.ts";

/**
 * A run's generator as a subject and as a source of images.
 *
 * @param path   the run's folder.
 * @param sample as in {@link generatorSource}.
 * @param names  of the classes that it was trained on, if known.
 */
export function generatorSubject(
  path: string,
  model: GanModel,
  sample: Parameters<typeof generatorSource>[1],
  names: readonly string[] | undefined,
): Pick<Subject, "about" | "source" | "classes"> {
  const { imageShape, classes } = model.definition;
  return {
    about: {
      kind: "run",
      path,
      shape: [...imageShape],
      ...describeInference(model),
    },
    source: generatorSource(generatorShape(model), sample),
    classes: namedClasses(classes, names),
  };
}

/** The subject for a checkpoint of a run. */
export async function runSubject(trained: Trained, device: NodeDevice): Promise<Subject> {
  const { run, config, model, counters, notes, classNames } = trained;
  const generator = await openSampler(trained, BATCH, device);
  return {
    ...generatorSubject(run.path, model, generator.sample, classNames),
    counters,
    data: config.data,
    flips: config.data.flip,
    notes,
    release: generator.release,
  };
}
