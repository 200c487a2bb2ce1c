/** How a person names the network that features come from: by its name, or by a file. */
import { isShipped, shippedNames } from "../classifier/shipped/registry.ts";
import { type InceptionName, inceptionVariants, isInceptionName } from "./inception/variants.ts";

/** The networks that features can come from by their names: those that the package carries come first. */
export const extractorNames = [
  ...shippedNames,
  ...(Object.keys(inceptionVariants) as InceptionName[]),
] as const;

/** How the names of files of Inception's weights end. */
const weightsEndings = [".pb", ".pth", ".pt", ".safetensors"];

/** Whether a file's name is that of weights of Inception, not of a model. */
export function isWeightsFile(path: string): boolean {
  const name = path.toLowerCase();
  return weightsEndings.some((ending) => name.endsWith(ending));
}

/** Whether a file's name is that of a model in ONNX. */
export function isModelFile(path: string): boolean {
  return path.toLowerCase().endsWith(".onnx");
}

/** Whether a text names a file with a network: a model in ONNX, or weights of Inception. */
export function isNetworkFile(path: string): boolean {
  return isModelFile(path) || isWeightsFile(path);
}

/** What can name a network, in words that follow "must be". */
export const extractorsText = `one of ${extractorNames.join(", ")}, an .onnx file, or a file of Inception's weights (${weightsEndings.join(", ")})`;

/** Whether a text names a network that features can come from. */
export function isExtractor(text: string): boolean {
  return isShipped(text) || isInceptionName(text) || isNetworkFile(text);
}
