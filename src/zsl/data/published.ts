/** Zero-shot sets in their published form: two MATLAB files in a folder. */
import { join } from "node:path";
import { onDisk, readBytes } from "../../files/index.ts";
import { brokenFile, shapeText } from "../../formats/broken.ts";
import {
  decodeMat,
  type MatNumbers,
  type MatTexts,
  type MatVariable,
} from "../../formats/index.ts";
import { checkZeroShotData, type ZeroShotData } from "./data.ts";
import { labelledData } from "./labelled.ts";
import type { ZeroShotSource } from "./source.ts";

/** The files of a set. */
export const publishedFiles = { features: "res101.mat", splits: "att_splits.mat" } as const;

/**
 * Reads a set such as AwA2, CUB, SUN or APY of "Zero-shot learning: a comprehensive evaluation": the features and
 * labels of `res101.mat`, the attributes and the split of `att_splits.mat` (`trainval_loc`, `test_seen_loc`,
 * `test_unseen_loc`). The split is the same for all seeds.
 *
 * @param folder the folder of both files; its name becomes the set's.
 * @throws EvenkeelError `DISK` where a file is missing, `DATA` for damaged files and for data that do not fit.
 * @see Xian et al. 2019, "Zero-shot learning: a comprehensive evaluation of the good, the bad and the ugly".
 */
export async function publishedSource(folder: string, name: string): Promise<ZeroShotSource> {
  const [first, second] = [publishedFiles.features, publishedFiles.splits].map((file) =>
    join(folder, file),
  ) as [string, string];
  const images = await decodeMat(await read(first), ["features", "labels"], first);
  const splits = await decodeMat(
    await read(second),
    ["att", "allclasses_names", "trainval_loc", "test_seen_loc", "test_unseen_loc"],
    second,
  );
  const features = matrixOf(images.features, first, "features");
  const attributes = matrixOf(splits.att, second, "att");
  const places = (variable: "trainval_loc" | "test_seen_loc" | "test_unseen_loc") =>
    indicesOf(splits[variable], second, variable);
  const data: ZeroShotData = {
    name,
    classes: textsOf(splits.allclasses_names, second, "allclasses_names"),
    attributes,
    features,
    labels: Int32Array.from(indicesOf(images.labels, first, "labels")),
    training: places("trainval_loc"),
    testSeen: places("test_seen_loc"),
    testUnseen: places("test_unseen_loc"),
  };
  checkZeroShotData(data);
  return { name, hidden: 1024, of: () => data, whole: () => labelledData(data) };
}

const read = (path: string) => onDisk("read", path, () => readBytes(path));

/** A matrix with a column for each example or class, which lies in the file column by column. */
function matrixOf(variable: MatVariable, file: string, name: string) {
  const { shape, data } = numbersOf(variable, file, name);
  const [columns = 0] = shape;
  if (shape.length !== 2) {
    throw brokenFile(file, `${name} must be a matrix`, shapeText(shape));
  }
  return { columns, data: Float32Array.from(data) };
}

/** Numbers that count from 1, as numbers that count from 0. */
function indicesOf(variable: MatVariable, file: string, name: string): readonly number[] {
  const { data } = numbersOf(variable, file, name);
  return Array.from(data, (x) => {
    if (Number.isInteger(x) && x >= 1) return x - 1;
    throw brokenFile(file, `${name} must be whole numbers from 1 on`, String(x));
  });
}

function numbersOf(variable: MatVariable, file: string, name: string): MatNumbers {
  if (variable.kind === "numbers") return variable;
  throw brokenFile(file, `${name} must be numbers`, "texts");
}

function textsOf(variable: MatVariable, file: string, name: string): MatTexts["texts"] {
  if (variable.kind === "texts") return variable.texts;
  throw brokenFile(file, `${name} must be texts`, "numbers");
}
