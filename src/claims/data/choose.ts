/** Which images a claim is tested on. */
import { join } from "node:path";
import { loadConfig } from "../../config/index.ts";
import { datasetOf, openDataset } from "../../data/index.ts";
import { EvenkeelError, refusal } from "../../errors.ts";
import { isFolder } from "../../files/index.ts";
import type { ClaimData } from "./record.ts";
import { claimData, ofMedium, preferred } from "./sets.ts";

/** What is asked for. */
export interface DataRequest {
  readonly scale: "small" | "medium" | "paper";
  /** Names of data sets; default: what is found. */
  readonly named?: readonly string[] | undefined;
  /** Whether all that are found are wanted; default one. */
  readonly all?: boolean | undefined;
  /** Options `path=value`, such as `data.root=DIR`. */
  readonly set: readonly string[];
}

/**
 * The data sets of a test. At the small scale MNIST's own files where they are found, else the built-in shapes;
 * at the medium scale CIFAR-10; none at the paper's, whose recipes name theirs.
 *
 * @throws EvenkeelError `USAGE` for names that are unknown or too many; `CONFIG` for options that are wrong; `DATA`
 *   for a data set that is looked for and is damaged.
 */
export async function chooseData(request: DataRequest): Promise<readonly ClaimData[]> {
  const data = await chosenData(request);
  const { features } = (await imageSettings(request.set)).evaluate;
  if (features === undefined) return data;
  const text = `Fréchet distance by the features of ${features}`;
  return data.map((one) => ({ ...one, measure: { ...one.measure, text } }));
}

async function chosenData({
  scale,
  named,
  all = false,
  set,
}: DataRequest): Promise<readonly ClaimData[]> {
  if (named !== undefined) return dataNamed(named, scale, all);
  if (scale === "paper") return [];
  if (all) {
    const found = await Promise.all(
      Object.values(claimData).map(async (data) => ((await isFound(data, set)) ? [data] : [])),
    );
    return found.flat();
  }
  if (scale === "medium") return [ofMedium];
  for (const data of preferred) if (await isFound(data, set)) return [data];
  return preferred.slice(-1);
}

/** The data sets of these names. */
export function dataNamed(
  named: readonly string[],
  scale: DataRequest["scale"],
  several: boolean,
): readonly ClaimData[] {
  const known = Object.keys(claimData);
  if (scale === "paper") {
    throw new EvenkeelError("USAGE", "--data: must be left out at the paper's scale", {
      advice: "The paper's recipes name their data sets; --set data.root=DIR says where they are.",
    });
  }
  const unknown = named.find((name) => !known.includes(name));
  if (unknown !== undefined || new Set(named).size < named.length) {
    throw refusal("USAGE", {
      where: "--data",
      rule: `must be one of ${known.join(", ")}, each once`,
      got: unknown ?? named,
    });
  }
  if (named.length > 1 && !several) {
    throw refusal("USAGE", {
      where: "--data",
      rule: "must be one data set, as the claim is about one",
      got: named,
    });
  }
  return named.map((name) => claimData[name]!);
}

/**
 * Whether the files of a data set are where the options say.
 *
 * @throws EvenkeelError `DATA` where its folder is there, but not its files or not whole: other images in their place
 *   would not be what is meant.
 */
async function isFound(data: ClaimData, set: readonly string[]): Promise<boolean> {
  const config = await imageSettings([...Object.entries(data.set), ...set]);
  try {
    await openDataset({ ...config.data, count: 1 });
    return true;
  } catch (error) {
    if (!(error instanceof EvenkeelError) || error.code !== "DATA") throw error;
    const { files } = datasetOf(data.name);
    if (!("folder" in files) || !(await isFolder(join(config.data.root, files.folder))))
      return false;
    const advice = [error.advice, "Or choose other images with --data."].filter(Boolean).join(" ");
    throw new EvenkeelError(error.code, error.message, { advice, cause: error });
  }
}

/** What options say of images and of their evaluation, whatever networks these options are meant for. */
function imageSettings(set: readonly (string | readonly [path: string, value: unknown])[]) {
  const own = set.filter((one) =>
    /^(data|evaluate)\b/.test(typeof one === "string" ? one : one[0]),
  );
  return loadConfig("quickstart-unconditional", own);
}
