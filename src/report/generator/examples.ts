/** Programs of ten lines that run an exported generator. */
import { basename } from "node:path";
import { engineFile } from "./engine-file.ts";
import type { GeneratorFacts } from "./facts.ts";

/** What runs an example. */
export const exampleKinds = ["node", "python", "page"] as const;
export type ExampleKind = (typeof exampleKinds)[number];

/**
 * A program that draws an image with an exported generator and shows it or writes it to sample.png.
 *
 * @param file the path of the ONNX file. A page loads the file of this name from its own folder.
 */
export async function exampleText(
  kind: ExampleKind,
  facts: GeneratorFacts,
  file: string,
): Promise<string> {
  switch (kind) {
    case "node":
      return nodeExample(facts, file);
    case "python":
      return pythonExample(facts, file);
    case "page":
      return pageExample(facts, basename(file), (await engineFile()).address);
  }
}

/** A random number of z in JavaScript. */
const number = ({ latentDistribution }: GeneratorFacts) =>
  latentDistribution === "uniform"
    ? "() => 2 * Math.random() - 1"
    : "() => Math.sqrt(-2 * Math.log(1 - Math.random())) * Math.cos(2 * Math.PI * Math.random())";

/** The class in a comment: the last one, so that an example shows how its number is found. */
function classComment({ classNames }: GeneratorFacts): string {
  const label = classNames.length - 1;
  return `class ${label} of 0 to ${label}: ${JSON.stringify(classNames[label])}`;
}

function nodeExample(facts: GeneratorFacts, file: string): string {
  const { imageShape, latentSize, classNames } = facts;
  const labels =
    classNames.length > 0
      ? `, labels: new ort.Tensor("int32", [${classNames.length - 1}], [1])`
      : "";
  return `// npm install onnxruntime-node sharp; save this as sample.mjs and run: node sample.mjs
import * as ort from "onnxruntime-node";
import sharp from "sharp";
const session = await ort.InferenceSession.create(${JSON.stringify(file)});
const number = ${number(facts)};
const z = new ort.Tensor("float32", Float32Array.from({ length: ${latentSize} }, number), [1, ${latentSize}]);
const { images } = await session.run({ z${labels} });${labels && ` // ${classComment(facts)}`}
const [channels, height, width] = [${imageShape.join(", ")}];
const value = (_, i) => 127.5 * (images.data[(i % channels) * height * width + Math.floor(i / channels)] + 1);
const pixels = Uint8ClampedArray.from({ length: channels * height * width }, value);
await sharp(pixels, { raw: { width, height, channels } }).png().toFile("sample.png");
`;
}

function pythonExample(facts: GeneratorFacts, file: string): string {
  const { latentSize, latentDistribution, classNames } = facts;
  const size = `(1, ${latentSize})`;
  const z =
    latentDistribution === "uniform"
      ? `np.random.uniform(-1, 1, ${size})`
      : `np.random.standard_normal(${size})`;
  const labels =
    classNames.length > 0 ? `, "labels": np.array([${classNames.length - 1}], np.int32)` : "";
  return `# pip install onnxruntime numpy pillow; save this as sample.py and run: python sample.py
import numpy as np
import onnxruntime as ort
from PIL import Image

session = ort.InferenceSession(${JSON.stringify(file)})
z = ${z}.astype(np.float32)
(images,) = session.run(["images"], {"z": z${labels}})${labels && `  # ${classComment(facts)}`}
pixels = np.rint(127.5 * (images[0].transpose(1, 2, 0) + 1)).clip(0, 255).astype(np.uint8)
Image.fromarray(pixels.squeeze()).save("sample.png")
`;
}

function pageExample(facts: GeneratorFacts, file: string, engine: string): string {
  const { imageShape, latentSize, classNames } = facts;
  const [channels, height, width] = imageShape;
  const labels =
    classNames.length > 0
      ? `, labels: new ort.Tensor("int32", [${classNames.length - 1}], [1])`
      : "";
  return `<!doctype html> <!-- save this beside ${file}, serve the folder (npx http-server) and open it -->
<canvas width="${width}" height="${height}"></canvas>
<script src="${engine}"></script>
<script type="module">
const session = await ort.InferenceSession.create(${JSON.stringify(file).replaceAll("<", "\\u003c")});
const number = ${number(facts)};
const z = new ort.Tensor("float32", Float32Array.from({ length: ${latentSize} }, number), [1, ${latentSize}]);
const { data } = (await session.run({ z${labels} })).images;${labels && ` // class ${classNames.length - 1}`}
const value = (_, i) => i % 4 < ${Math.max(3, channels)} ? 127.5 * (data[${channels === 1 ? "i >> 2" : `(i % 4) * ${height * width} + (i >> 2)`}] + 1) : 255;
const pixels = Uint8ClampedArray.from({ length: ${4 * height * width} }, value);
document.querySelector("canvas").getContext("2d").putImageData(new ImageData(pixels, ${width}), 0, 0);
</script>
`;
}
