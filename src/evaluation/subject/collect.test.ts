/** What an extractor is given of images in other channels than its own. */
import { expect, test } from "vitest";
import { layOnWhite, toGray } from "../../images/index.ts";
import type { FeatureExtractor } from "../../metrics/extractors/index.ts";
import { collect } from "./collect.ts";
import type { ImageSource } from "./image-source.ts";

const [COUNT, PLANE] = [2, 6];

/** Features that are the values of the images themselves. */
function values(channels: number): FeatureExtractor {
  const dimension = channels * PLANE;
  return {
    ...{ name: "values", sha256: "0", dimension, classes: 0 },
    input: { channels, size: null, resizer: "none" },
    extract: async (images: ArrayLike<number>) => ({
      features: Float32Array.from(images),
      logits: null,
    }),
    release: async () => {},
  } as unknown as FeatureExtractor;
}

const source = (images: Uint8Array | Float32Array): ImageSource => ({
  shape: [images.length / COUNT / PLANE, 2, 3],
  count: COUNT,
  async *batches() {
    yield { values: images, labels: undefined, count: COUNT };
  },
});

const taken = async (images: Uint8Array | Float32Array, channels: number) => {
  const options = {
    task: "test",
    seed: 0,
    features: COUNT,
    pixels: COUNT,
    rounding: "none",
  } as const;
  return collect(source(images), values(channels), options);
};

const bytes = Uint8Array.from({ length: COUNT * 4 * PLANE }, (_, i) => (i * 37) % 256);
const floats = Float32Array.from(bytes, (x) => x + 0.25);

test.each([
  ["bytes", bytes],
  ["floats", floats],
])(
  "images with opacity are laid on white, and gray where that is needed: %s",
  async (_, images) => {
    const laid = new (images.constructor as Uint8ArrayConstructor)(COUNT * 3 * PLANE);
    layOnWhite(images as Uint8Array, laid, PLANE);
    const { features, pixels } = await taken(images, 3);
    expect([...features.data]).toEqual([...laid]);
    // pictures of them have the opacity
    expect(pixels).toMatchObject({ shape: [4, 2, 3], columns: 4 * PLANE });
    const gray = new (images.constructor as Uint8ArrayConstructor)(COUNT * PLANE);
    toGray(laid, gray, PLANE);
    expect([...(await taken(images, 1)).features.data]).toEqual([...gray]);
    expect([...(await taken(images, 4)).features.data]).toEqual([...images]);
  },
);
