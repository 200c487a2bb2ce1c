/** Finds Inception's weights on disk and stores them in a uniform format. */
import { existsSync } from "node:fs";
import { rename, writeFile } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { inceptionDownloads, inceptionFolder } from "../../downloads/index.ts";
import { refusal } from "../../errors.ts";
import { onDisk, readBytes } from "../../files/index.ts";
import { imageContents } from "../../images/index.ts";
import { shippedClassifiers, shippedNames } from "../../metrics/classifier/index.ts";
import {
  decodeInceptionWeights,
  encodeInceptionWeights,
  type InceptionName,
  type InceptionWeights,
  isNetworkFile,
  isWeightsFile,
} from "../../metrics/extractors/index.ts";

/** The file names under which the weights are published. */
const published: Readonly<Record<InceptionName, readonly string[]>> = {
  "inception-2015": [
    inceptionDownloads["inception-2015"].file,
    "weights-inception-2015-12-05-6726825d.pth",
    "classify_image_graph_def.pb",
  ],
  "inception-torchvision": [
    inceptionDownloads["inception-torchvision"].file,
    "inception_v3_google-1a9a5a14.pth",
  ],
};

/**
 * The name in protocols of an extractor that a user names: the name of the network or of the file. For a
 * file of weights, it is the network's name according to the file's name, or `inception-2015` if that is
 * unknown.
 */
export function extractorName(features: string): string {
  if (!isNetworkFile(features)) return features;
  const file = basename(features);
  if (!isWeightsFile(features)) return file;
  const names = Object.keys(published) as InceptionName[];
  const known = names.find(
    (name) => file === `${name}.safetensors` || published[name].includes(file),
  );
  return known ?? "inception-2015";
}

/** The classifiers that need no download: `shapes (drawings of …)`. */
const shippedText = shippedNames
  .map((name) => `${name} (${imageContents[shippedClassifiers[name].images].text})`)
  .join(", ");

/**
 * The weights of an Inception network: from `file`, or from `<root>/inception` under one of the names that
 * they are published under. The latter are converted once to `<root>/inception/<name>.safetensors`, which
 * records its source and is used from then on.
 *
 * @param weights those of `file`, if they have been read.
 * @throws EvenkeelError `DATA` if there are none, with the file that is needed and its place; for a file of a
 *   different network; or for a damaged file.
 */
export async function openInceptionWeights(
  name: InceptionName,
  root: string,
  file?: string,
  weights?: InceptionWeights,
): Promise<InceptionWeights> {
  if (file !== undefined) {
    return requireNetwork(name, file, weights ?? (await readInceptionWeights(file)));
  }
  const folder = join(resolve(root), inceptionFolder);
  const converted = join(folder, `${name}.safetensors`);
  for (const path of [converted, ...published[name].map((each) => join(folder, each))]) {
    const content = await contentOf(path);
    if (content === null) continue;
    const found = requireNetwork(name, path, await decodeInceptionWeights(content, path));
    if (path !== converted) await keep(converted, found);
    return found;
  }
  const { url, file: wanted } = inceptionDownloads[name];
  const others = published[name].filter((each) => each !== wanted);
  const command = name === "inception-2015" ? "inception" : name;
  throw refusal("DATA", {
    where: name,
    rule: `its weights must be in ${folder}`,
    got: `none of ${published[name].join(", ")}`,
    advice:
      `\`evenkeel data fetch ${command}\` downloads them if the network allows it. ` +
      `Otherwise put ${url} there${others.length > 0 ? `, or ${others.join(" or ")}` : ""}, ` +
      "or name the file with --features FILE. " +
      `Without these weights: --features (in a config: evaluate.features) ${shippedText}, ` +
      "or MODEL.onnx, a network made for such images. Their distances are no FID.",
    details: { folder },
  });
}

/**
 * The weights in a file of any of their formats.
 *
 * @throws EvenkeelError `DATA` for a damaged file.
 */
export async function readInceptionWeights(path: string): Promise<InceptionWeights> {
  return decodeInceptionWeights(await onDisk("read", path, () => readBytes(path)), path);
}

function requireNetwork(name: InceptionName, path: string, weights: InceptionWeights) {
  if (weights.variant === name) return weights;
  throw refusal("DATA", {
    where: path,
    rule: `must hold the weights of ${name}`,
    got: `those of ${weights.variant}`,
    advice: "Choose a protocol with that network, or another file.",
  });
}

/**
 * Writes to a temporary name first, so that the file is complete; does nothing if the folder is not
 * writable.
 */
async function keep(path: string, weights: InceptionWeights): Promise<void> {
  const temporary = `${path}.${process.pid}`;
  try {
    await writeFile(temporary, encodeInceptionWeights(weights));
    await rename(temporary, path);
  } catch {
    // A read-only or full folder costs time in later evaluations, not the result.
  }
}

/** A file's bytes; `null` if it does not exist. */
async function contentOf(path: string): Promise<Uint8Array | null> {
  return existsSync(path) ? onDisk("read", path, () => readBytes(path)) : null;
}
