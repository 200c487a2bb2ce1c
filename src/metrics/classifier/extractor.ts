/** A classifier's file as a source of features. */
import type { InferenceSession, Tensor } from "onnxruntime-common";
import { EvenkeelError } from "../../errors.ts";
import { resizer } from "../../images/index.ts";
import type { Engine } from "../../runtime/index.ts";
import { statedClasses } from "../extractors/class-names.ts";
import { checkImages, sha256Of } from "../extractors/common.ts";
import type { FeatureExtractor, MadeFor } from "../extractors/extractor.ts";

/** Images of a run of the network. */
const BATCH = 100;
/** Does not alias where images are made smaller. */
const method = "pillow-bilinear";

/**
 * The features and logits of a model as `exportClassifier` writes it. Images of any size are resized to the
 * model's as Pillow's bilinear filter does it.
 *
 * @param model the file's bytes.
 * @param name what results call the extractor.
 * @param madeFor the images that it was trained on; default: unknown.
 * @throws EvenkeelError `ENGINE` when the engine refuses the model.
 */
export async function classifierExtractor(
  engine: Engine,
  model: Uint8Array,
  name: string,
  madeFor: MadeFor | null = null,
): Promise<FeatureExtractor> {
  const session = await engine.InferenceSession.create(model, engine.sessionOptions).catch(
    (cause: unknown) => {
      throw new EvenkeelError(
        "ENGINE",
        `${name}: ONNX Runtime on ${engine.device} failed: ${cause}`,
        {
          cause,
          advice: "Run `evenkeel doctor` to see what each device can do.",
        },
      );
    },
  );
  const [, channels = 0, size = 0] = dimensions(session.inputMetadata, "images");
  const [, dimension = 0] = dimensions(session.outputMetadata, "features");
  const [, classes = 0] = dimensions(session.outputMetadata, "logits");

  return {
    name,
    sha256: await sha256Of(model),
    input: { channels, size, resizer: method },
    dimension,
    classes,
    classNames: statedClasses(model, classes),
    madeFor,
    async extract(images, shape) {
      checkImages(name, channels, images, shape);
      const [count, , height, width] = shape;
      const resized =
        height === size && width === size
          ? undefined
          : resizer({ from: [height, width], to: [size, size], method });
      const features = new Float32Array(count * dimension);
      const logits = new Float32Array(count * classes);
      const own = channels * height * width;
      for (let first = 0; first < count; first += BATCH) {
        const n = Math.min(BATCH, count - first);
        const part = images.subarray(first * own, (first + n) * own);
        const pixels = Float32Array.from(resized === undefined ? part : resized(part));
        const input = new engine.Tensor("float32", pixels, [n, channels, size, size]);
        const outputs = await session.run({ images: input });
        features.set(numbers(outputs.features), first * dimension);
        logits.set(numbers(outputs.logits), first * classes);
      }
      return { features, logits };
    },
    release: () => session.release(),
  };
}

const numbers = (tensor: Tensor | undefined) => tensor?.data as Float32Array;

/** The shape of a model's input or output; its free first axis is 0. */
function dimensions(metadata: readonly InferenceSession.ValueMetadata[], name: string): number[] {
  const found = metadata.find((value) => value.name === name);
  return found?.isTensor ? found.shape.map((side) => (typeof side === "number" ? side : 0)) : [];
}
