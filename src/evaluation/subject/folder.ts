/** A folder or an archive of images as a subject of evaluation. */
import { resolve } from "node:path";
import type { ImageSizes } from "../../data/dataset/index.ts";
import { inChannels, isGray } from "../../data/dataset/index.ts";
import { type DatasetOptions, measureDataset, openDataset } from "../../data/index.ts";
import { dataCallbacks, type EvaluationCallbacks } from "../progress.ts";
import { datasetSource } from "./image-source.ts";
import { sideFor } from "./sizes.ts";
import type { Subject } from "./subject.ts";

/** Images that are not open yet. */
export interface ImageFiles {
  /** The side that they are given: the median of their sizes. */
  readonly side: number;
  /**
   * Opens them. Squares of their side are not resized.
   *
   * @param gray whether they are compared with gray ones: they are taken as gray if all of them are.
   */
  open(gray: boolean): Promise<Subject>;
}

/** What is taken for the side where no file is an image, which opening them then says. */
const NO_SIDE = 32;

/**
 * The images of a folder or an archive: those that a run would be trained on, of all parts.
 *
 * @throws EvenkeelError `DATA` here and from `open` for what cannot be read.
 */
export async function imageFiles(
  path: string,
  callbacks: EvaluationCallbacks = {},
): Promise<ImageFiles> {
  const options = { name: "folder", path, split: "all" } as const;
  const sizes = await measureDataset(options, dataCallbacks(callbacks));
  const side = sizes === undefined ? NO_SIDE : sideFor(sizes);
  return {
    side,
    open: (gray) => openFiles({ ...options, size: side }, sizes, gray, callbacks),
  };
}

async function openFiles(
  options: DatasetOptions & { readonly path: string; readonly size: number },
  sizes: ImageSizes | undefined,
  gray: boolean,
  callbacks: EvaluationCallbacks,
): Promise<Subject> {
  const { path, size } = options;
  const inColor = await openDataset(options, dataCallbacks(callbacks));
  const allGray = await isGray(inColor);
  const dataset = gray && allGray ? inChannels(inColor, 1) : inColor;
  const taken = gray
    ? "they are compared as gray ones"
    : "they are compared in color, as any others";
  return {
    about: {
      kind: "images",
      path: resolve(path),
      shape: [dataset.channels, size, size],
      ...(sizes && { sizes }),
      batchNorm: null,
      weights: null,
    },
    source: datasetSource(dataset),
    classes: dataset.classes,
    counters: null,
    data: undefined,
    notes: [...(allGray ? [`all generated images are gray: ${taken}`] : []), ...dataset.notes],
    release: async () => {},
  };
}
