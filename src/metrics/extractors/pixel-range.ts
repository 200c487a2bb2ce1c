/** What pixels 0 … 255 are mapped to for the network in an ONNX file. */
import { z } from "zod";
import { refusal } from "../../errors.ts";
import { onnxMetadata } from "../../graph/onnx/index.ts";
import { parseJson } from "../../json.ts";
import { shippedClassifiers } from "../classifier/shipped/registry.ts";

/** The numbers that pixels 0 and 255 become. */
export type PixelRange = readonly [low: number, high: number];

/** The key of a file's metadata that has the range, as a list in JSON. */
const KEY = "pixelRange";
/** What classifiers of this project take: pixels as they are. */
const CLASSIFIERS: PixelRange = [0, 255];
const USUAL: PixelRange = [0, 1];
const schema = z.tuple([z.number(), z.number()]).refine(([low, high]) => low < high);

/** The metadata of a classifier that this project trained. */
export const classifierMetadata: Readonly<Record<string, string>> = {
  [KEY]: JSON.stringify(CLASSIFIERS),
};

/**
 * The range that a file states in its metadata as `pixelRange`, such as `[-1, 1]`; that of the package's
 * classifiers, which are older than this; [0, 1] where nothing is stated.
 *
 * @param sha256 of the file.
 * @param name   what errors call it.
 * @throws EvenkeelError `DATA` for a statement that is no range.
 */
export function pixelRangeOf(file: Uint8Array, sha256: string, name: string): PixelRange {
  if (Object.values(shippedClassifiers).some((one) => one.sha256 === sha256)) return CLASSIFIERS;
  const text = onnxMetadata(file)[KEY];
  if (text === undefined) return USUAL;
  const stated = schema.safeParse(parseJson(text));
  if (stated.success) return stated.data;
  throw refusal("DATA", {
    where: name,
    rule: `its metadata's ${KEY} must be a list of what pixels 0 and 255 are mapped to, such as [0, 1]`,
    got: text,
  });
}
