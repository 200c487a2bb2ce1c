/** A generator in an ONNX file as a subject of evaluation. */
import { resolve } from "node:path";
import { openOnnxGenerator } from "../../runs/trained/index.ts";
import type { NodeDevice } from "../../runtime/node.ts";
import { namedClasses } from "../classes.ts";
import { generatorSource } from "./image-source.ts";
import type { Subject } from "./subject.ts";

/**
 * Opens a generator in an ONNX file as a subject, see {@link openOnnxGenerator}.
 *
 * @throws EvenkeelError `DATA` for a file that is not such a model, or whose first images are not in [-1, 1].
 */
export async function onnxSubject(path: string, device: NodeDevice): Promise<Subject> {
  const generator = await openOnnxGenerator(path, device);
  const { sha256, metadata, shape, classes, classNames } = generator;
  const steps = Number(metadata.steps);
  return {
    about: {
      kind: "onnx",
      path: resolve(path),
      sha256,
      shape: [...shape],
      batchNorm:
        metadata.batchNorm ?? (metadata.evenkeel === undefined ? null : "running statistics"),
      weights: metadata.weights ?? null,
    },
    source: generatorSource(generator, generator.sample),
    classes: namedClasses(classes, classNames),
    counters: metadata.steps !== undefined && Number.isInteger(steps) ? { gStep: steps } : null,
    data: undefined,
    notes: [],
    release: generator.release,
  };
}
