/** The files that `evenkeel metrics` computes with. */
import { EvenkeelError } from "../../errors.ts";
import { readBytes, reasonOf, systemCode } from "../../files/index.ts";
import { decodeNpy } from "../../formats/index.ts";
import { checkFeatures, type FeatureMatrix } from "../../metrics/index.ts";

/**
 * Reads a file of features.
 *
 * @param least the fewest rows that will do.
 * @param why what needs so many.
 * @throws EvenkeelError `DATA` for a file that cannot be read, is no `.npy` file of float32 or float64,
 *   or holds values that are not finite; `SHAPE` for other than two dimensions or too few rows.
 */
export async function readFeatures(
  path: string,
  least: number,
  why: string,
): Promise<FeatureMatrix> {
  const { shape, data } = decodeNpy(await bytesOf(path), path);
  const [rows = 0, columns] = shape;
  if (columns === undefined) {
    throw new EvenkeelError("SHAPE", `${path}: must have 2 dimensions, got [${shape.join(", ")}]`, {
      advice: "A row is one image, a column one feature: array.reshape(images, features).",
    });
  }
  if (rows < least) {
    throw new EvenkeelError("SHAPE", `${path}: ${why} needs at least ${least} rows, got ${rows}`, {
      advice: "A row is one image; give more of them.",
    });
  }
  const features = { data, rows, columns };
  checkFeatures(path, features);
  return features;
}

async function bytesOf(path: string): Promise<Uint8Array> {
  try {
    return await readBytes(path);
  } catch (cause) {
    const reason = systemCode(cause) === "ENOENT" ? "no such file" : reasonOf(cause);
    throw new EvenkeelError("DATA", `${path}: must be a file that can be read, got ${reason}`, {
      cause,
    });
  }
}
