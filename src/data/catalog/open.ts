import { internal } from "../../errors.ts";
import {
  type DataCallbacks,
  type ImageDataset,
  type ImageSizes,
  type ImageSurvey,
  inChannels,
} from "../dataset/index.ts";
import type { DatasetName, ImageTypeOf } from "./lookup.ts";
import type { DatasetOptions } from "./options.ts";
import { resolveDataset } from "./resolve.ts";

/**
 * Opens a data set for reading.
 *
 * @example
 * const photos = await openDataset({ name: "folder", path: "photos", size: 64 });
 * const cifar = await openDataset({ name: "cifar10", root: "data", split: "test" });
 *
 * @param options which one, and its options; see docs/config.md, under `data`, for the defaults.
 * @param callbacks progress (decoding images takes a while) and a stop signal.
 * @param tolerant leaves damaged files of a set that has several out and lists them in `broken`.
 * @throws EvenkeelError `CONFIG` for a wrong option, `DATA` for missing or damaged files.
 */
export async function openDataset<Name extends DatasetName>(
  options: DatasetOptions<Name>,
  callbacks: DataCallbacks = {},
  tolerant = false,
): Promise<ImageDataset<ImageTypeOf<Name>>> {
  const { record, values } = resolveDataset(options);
  const dataset = await record.open(values, { ...callbacks, tolerant });
  if (dataset.files === undefined && record.files.kind !== "built-in") {
    throw internal(`${record.name}: a set that is read from files must say from which`);
  }
  const [channels] = record.shape(values);
  return inChannels(dataset, channels) as ImageDataset<ImageTypeOf<Name>>;
}

/**
 * The sizes that the user's image files have before they are resized, as their headers say; the options are
 * those of {@link openDataset}. `undefined` for sets that are not the user's, and without any image.
 *
 * @throws EvenkeelError `CONFIG` for a wrong option, `DATA` for missing or damaged files.
 */
export async function measureDataset(
  options: DatasetOptions,
  callbacks: DataCallbacks = {},
): Promise<ImageSizes | undefined> {
  const { record, values } = resolveDataset(options);
  return record.measure?.(values, { ...callbacks, tolerant: false });
}

/**
 * What the user's images are like: how many there are, and of some, evenly spread, their sizes and colors. The
 * options are those of {@link openDataset}.
 *
 * @throws EvenkeelError `CONFIG` for a wrong option, `DATA` for missing or damaged files, or no image.
 */
export async function surveyDataset(
  options: DatasetOptions<"folder">,
  callbacks: DataCallbacks = {},
): Promise<ImageSurvey> {
  const { record, values } = resolveDataset(options);
  if (record.survey === undefined) throw internal(`${record.name}: its images cannot be surveyed`);
  return record.survey(values, { ...callbacks, tolerant: false });
}
