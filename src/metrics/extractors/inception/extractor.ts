/** Inception v3 as a source of features, on any device. */
import { type ResizeMethod, resizer } from "../../../images/index.ts";
import { applyNetwork } from "../../../nn/index.ts";
import { createProgram, createRuntime, type Engine, type Program } from "../../../runtime/index.ts";
import { checkImages } from "../common.ts";
import type { FeatureExtractor } from "../extractor.ts";
import { inceptionParameters } from "./layers.ts";
import { inceptionFeatures, inceptionLogits } from "./network.ts";
import {
  INCEPTION_DIMENSION,
  INCEPTION_SIZE,
  type InceptionVariant,
  inceptionVariants,
} from "./variants.ts";
import type { InceptionWeights } from "./weights.ts";

/** How Inception is used. */
export interface InceptionOptions {
  /**
   * How images get 299 pixels a side. Default `tf1-bilinear` for `inception-2015`, as its graph resizes,
   * else `pillow-bilinear`. Pixels are floats throughout: nothing is rounded or clipped.
   */
  readonly resizer?: ResizeMethod | undefined;
  /** Whether the logits have the last layer's bias; default as the variant says. */
  readonly biasedLogits?: boolean | undefined;
  /** Images of a run of the network; default 16. More take more memory and hardly less time. */
  readonly batchSize?: number | undefined;
}

/**
 * The 2048 features (`pool_3`) and the logits of Inception v3, before the softmax. Images have three
 * channels and any size.
 *
 * @throws EvenkeelError `ENGINE` when the engine refuses the network.
 */
export async function createInceptionExtractor(
  engine: Engine,
  { variant: name, tensors, source }: InceptionWeights,
  options: InceptionOptions = {},
): Promise<FeatureExtractor> {
  const variant = inceptionVariants[name];
  const {
    resizer: method = name === "inception-2015" ? "tf1-bilinear" : "pillow-bilinear",
    biasedLogits = variant.biasedLogits,
    batchSize = 16,
  } = options;
  const runtime = createRuntime(engine);
  for (const [parameter, value] of tensors) runtime.state.write(parameter, value);
  const network = await runtime.compile(inceptionProgram(variant, { biasedLogits, batchSize }));
  const perImage = 3 * INCEPTION_SIZE * INCEPTION_SIZE;
  const pixels = new Float32Array(batchSize * perImage);

  return {
    name,
    sha256: source.sha256,
    input: { channels: 3, size: INCEPTION_SIZE, resizer: method },
    dimension: INCEPTION_DIMENSION,
    classes: variant.classes,
    madeFor: { images: "photographs", general: true },
    async extract(images, shape) {
      checkImages(name, 3, images, shape);
      const [count, , height, width] = shape;
      const own = 3 * height * width;
      const from = [height, width] as const;
      const to = [INCEPTION_SIZE, INCEPTION_SIZE] as const;
      const resize =
        height === INCEPTION_SIZE && width === INCEPTION_SIZE
          ? (planes: Float32Array) => planes
          : resizer({ from, to, method });
      const features = new Float32Array(count * INCEPTION_DIMENSION);
      const logits = new Float32Array(count * variant.classes);
      for (let first = 0; first < count; first += batchSize) {
        const n = Math.min(batchSize, count - first);
        pixels.set(resize(Float32Array.from(images.subarray(first * own, (first + n) * own))));
        const results = await network.run({ images: pixels });
        features.set(
          results.features!.subarray(0, n * INCEPTION_DIMENSION),
          first * INCEPTION_DIMENSION,
        );
        logits.set(results.logits!.subarray(0, n * variant.classes), first * variant.classes);
      }
      return { features, logits };
    },
    release: () => runtime.release(),
  };
}

/** The network with its weights read from the state: `images` of pixels to `features` and `logits`. */
export function inceptionProgram(
  variant: InceptionVariant,
  { biasedLogits, batchSize }: { readonly biasedLogits: boolean; readonly batchSize: number },
): Program {
  const { g, feed, read, result, build } = createProgram(variant.name);
  const shape = [batchSize, 3, INCEPTION_SIZE, INCEPTION_SIZE];
  const images = feed("images", { dtype: "float32", shape });
  const needed = inceptionParameters(variant).filter(
    ({ name }) => biasedLogits || name !== "fc/bias",
  );
  const values = Object.fromEntries(needed.map(({ name, shape }) => [name, read(name, shape)]));
  const scaled = g.mul(g.sub(images, variant.offset), 1 / variant.scale);
  const of = (network: Parameters<typeof applyNetwork>[1], x: typeof images) =>
    applyNetwork(g, network, values, x, { scope: variant.name }).output;
  const features = of((context, x) => inceptionFeatures(context, variant, x), scaled);
  result("features", features);
  result(
    "logits",
    of((context, x) => inceptionLogits(context, variant, x, biasedLogits), features),
  );
  return build();
}
