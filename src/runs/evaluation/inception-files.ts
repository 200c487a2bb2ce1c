/** Where Inception's weights lie on the disk, and which files they may be. */
import { existsSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { EvenkeelError } from "../../errors.ts";
import { type InceptionName, isInception } from "../../metrics/index.ts";

/** The folder of the weights, below the folder that holds the data sets' own folders. */
export const INCEPTION_FOLDER = "inception";

/** The files of either network, as they are published and as Evenkeel converts them. */
const FILES: Readonly<Record<InceptionName, readonly string[]>> = {
  "inception-2015": [
    "inception-2015.safetensors",
    "classify_image_graph_def.pb",
    "pt_inception-2015-12-05-6726825d.pth",
  ],
  "inception-torchvision": [
    "inception-torchvision.safetensors",
    "inception_v3_google-0cc3c7bd.pth",
    "inception_v3_google-1a9a5a14.pth",
  ],
};

const HOMES: Readonly<Record<InceptionName, string>> = {
  "inception-2015":
    "classify_image_graph_def.pb comes in inception-2015-12-05.tgz of TensorFlow's models, the .pth with pytorch-fid's release fid_weights.",
  "inception-torchvision": "It is torchvision's own download of inception_v3.",
};

/**
 * The weights' file of an Inception network.
 *
 * @param root the folder that holds the data sets' own folders.
 * @throws EvenkeelError `DATA` when there is none, with the files that will do and where to put one.
 */
export function inceptionFile(name: InceptionName, root: string): string {
  const folder = join(root, INCEPTION_FOLDER);
  const found = FILES[name].map((file) => join(folder, file)).find((file) => existsSync(file));
  if (found !== undefined) return found;
  const [, ...published] = FILES[name];
  throw new EvenkeelError(
    "DATA",
    `${name}: its weights must be in ${resolve(folder)}, got no such file`,
    {
      advice: `Put ${published.join(" or ")} there, or name the file with --features. ${HOMES[name]} Without it: --features shapes, or --features MODEL.onnx.`,
    },
  );
}

/** What a protocol calls an extractor that is named by a person: a network's name, or its file. */
export function extractorName(features: string): string {
  const file = basename(features);
  const known = Object.entries(FILES).find(([, files]) => files.includes(file));
  return known?.[0] ?? file;
}

/** Whether this is the name of an Inception network. */
export function isInceptionName(name: string): name is InceptionName {
  return isInception(name) && Object.hasOwn(FILES, name);
}
