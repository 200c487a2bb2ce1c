/** Finding Inception's weights on the disk, and keeping them in one form. */
import { existsSync } from "node:fs";
import { readFile, rename, writeFile } from "node:fs/promises";
import { basename, extname, join, resolve } from "node:path";
import { inceptionDownloads, inceptionFolder } from "../../downloads/index.ts";
import { EvenkeelError } from "../../errors.ts";
import { onDisk } from "../../files/index.ts";
import {
  decodeInceptionWeights,
  encodeInceptionWeights,
  type InceptionName,
  type InceptionWeights,
} from "../../metrics/extractors/index.ts";

/** The names under which the weights are published. */
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

/** Whether this is the name of an Inception network. */
export function isInceptionName(name: string): name is InceptionName {
  return Object.hasOwn(published, name);
}

/**
 * What a protocol calls an extractor that a person names: a network's name, the name of a file, or, for a
 * file of weights, the network whose they are by the file's name; `inception-2015` where that tells nothing.
 */
export function extractorName(features: string): string {
  const file = basename(features);
  if (!isWeightsFile(features)) return file;
  const names = Object.keys(published) as InceptionName[];
  const known = names.find(
    (name) => file === `${name}.safetensors` || published[name].includes(file),
  );
  return known ?? "inception-2015";
}

/** Whether a file's name is that of weights, not of a model. */
export function isWeightsFile(path: string): boolean {
  return [".pb", ".pth", ".pt", ".safetensors"].includes(extname(path).toLowerCase());
}

/**
 * The weights of an Inception network: those in `file`, or those in `<root>/inception` under a name that they
 * are published under. The latter are converted once, into `<root>/inception/<name>.safetensors`, which
 * tells its source and is taken from then on.
 *
 * @throws EvenkeelError `DATA` where there are none, saying which file to put where; for a file of another
 *   network, or a damaged one.
 */
export async function openInceptionWeights(
  name: InceptionName,
  root: string,
  file?: string,
): Promise<InceptionWeights> {
  if (file !== undefined) return requireNetwork(name, file, await weightsIn(file));
  const folder = join(resolve(root), inceptionFolder);
  const converted = join(folder, `${name}.safetensors`);
  for (const path of [converted, ...published[name].map((each) => join(folder, each))]) {
    const content = await contentOf(path);
    if (content === null) continue;
    const weights = requireNetwork(name, path, await decodeInceptionWeights(content, path));
    if (path !== converted) await keep(converted, weights);
    return weights;
  }
  const { url, file: wanted } = inceptionDownloads[name];
  const others = published[name].filter((each) => each !== wanted);
  const command = name === "inception-2015" ? "inception" : name;
  throw new EvenkeelError(
    "DATA",
    `${name}: its weights must be in ${folder}, got none of ${published[name].join(", ")}`,
    {
      advice:
        `\`evenkeel data fetch ${command}\` gets them where the network allows. ` +
        `Else put ${url} there${others.length > 0 ? `, or ${others.join(" or ")}` : ""}, ` +
        "or name the file with --features FILE. " +
        "Without it: --features shapes, or --features MODEL.onnx.",
      details: { folder },
    },
  );
}

async function weightsIn(path: string): Promise<InceptionWeights> {
  return decodeInceptionWeights(await onDisk("read", path, () => readFile(path)), path);
}

function requireNetwork(name: InceptionName, path: string, weights: InceptionWeights) {
  if (weights.variant === name) return weights;
  throw new EvenkeelError(
    "DATA",
    `${path}: must hold the weights of ${name}, got those of ${weights.variant}`,
    { advice: "Choose a protocol with that network, or another file." },
  );
}

/** Written under another name first, so that what is there is whole; where nothing can be written, not at all. */
async function keep(path: string, weights: InceptionWeights): Promise<void> {
  const temporary = `${path}.${process.pid}`;
  try {
    await writeFile(temporary, encodeInceptionWeights(weights));
    await rename(temporary, path);
  } catch {
    // a folder that is read-only or full costs time, not the result
  }
}

/** A file's bytes; `null` where there is none. */
async function contentOf(path: string): Promise<Uint8Array | null> {
  return existsSync(path) ? onDisk("read", path, () => readFile(path)) : null;
}
