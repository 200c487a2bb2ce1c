/** How a person names the network that features come from: by its name, or by a file. */
import { isShipped, shippedNames } from "../classifier/shipped/registry.ts";
import { type InceptionName, inceptionVariants } from "./inception/variants.ts";

/** The names of the Inception networks. */
export const inceptionNames = Object.keys(inceptionVariants) as [InceptionName, ...InceptionName[]];

/** The networks that features can come from by their names: those that the package carries come first. */
export const extractorNames = [...shippedNames, ...inceptionNames] as const;

/** Whether this is the name of an Inception network. */
export function isInceptionName(name: string): name is InceptionName {
  return Object.hasOwn(inceptionVariants, name);
}

/** Whether a file's name is that of weights of Inception, not of a model. */
export function isWeightsFile(path: string): boolean {
  return /\.(pb|pth|pt|safetensors)$/i.test(path);
}

/** Whether a text names a file with a network: a model in ONNX, or weights of Inception. */
export function isNetworkFile(path: string): boolean {
  return /\.onnx$/i.test(path) || isWeightsFile(path);
}

/** What can name a network, in words that follow "must be". */
export const extractorsText = `one of ${extractorNames.join(", ")}, an .onnx file, or a file of Inception's weights (.pb, .pth, .pt, .safetensors)`;

/** Whether a text names a network that features can come from. */
export function isExtractor(text: string): boolean {
  return isShipped(text) || isInceptionName(text) || isNetworkFile(text);
}
