/** A data set as one record: everything that there is to know of it, from which all else is derived. */

import type { ArchiveDownload, FilesDownload } from "../../downloads/index.ts";
import type { ImageContent } from "../../images/index.ts";
import type {
  DataCallbacks,
  DatasetCounts,
  ImageDataset,
  ImageSizes,
  ImageSurvey,
} from "../dataset/index.ts";
import type { Mixture } from "./mixture.ts";
import type { OptionValues, SetOptions } from "./option.ts";

/** A data set that a config can name. */
export interface DatasetRecord<
  Name extends string = string,
  Options extends SetOptions = SetOptions,
  Kind extends DatasetKind = DatasetKind,
> {
  readonly name: Name;
  /** Points lie in the plane: images of two channels (x and y) and one pixel, float32. */
  readonly kind: Kind;
  readonly title: string;
  /** One sentence. */
  readonly summary: string;
  /** `32 × 32 RGB`, or which sizes there can be; of points what their coordinates are. */
  readonly imageSize: string;
  /** What its images show, if that is known. */
  readonly shows?: ImageContent;
  /** The official numbers of images, of drawn sets the defaults; `null` where the user's files decide. */
  readonly counts: DatasetCounts | null;
  /** Under which terms it may be used, as far as its makers say. */
  readonly license: string;
  readonly citation: string | null;
  /** The page of its makers. */
  readonly home: string | null;
  /** Where its files come from. */
  readonly files: DatasetFiles;
  /** Where its files are looked for on the disk. */
  readonly location: string;
  /** The evaluation protocol that was made for it. */
  readonly protocol?: string;
  /** The keys of `data` in a config that it reads. */
  readonly options: Options;
  /** What its options must agree on. */
  readonly rules?: readonly DatasetRule<Options>[];
  /** The shape of an image. */
  shape(values: OptionValues<Options>): ImageShape;
  classes(values: OptionValues<Options>): Classes;
  /** The Gaussians that its points are drawn from. */
  mixture?(values: OptionValues<Options>): Mixture;
  /**
   * Opens it; what it gives may have other channels than `values` says, it is converted then.
   *
   * @throws EvenkeelError `DATA` for missing or damaged files; `CONFIG` for a value that does not fit them.
   */
  open(values: OptionValues<Options>, context: OpenContext): ImageDataset | Promise<ImageDataset>;
  /**
   * The sizes that the user's files have before they are resized, of the part that `values` name; `undefined`
   * where none is an image.
   *
   * @throws EvenkeelError `DATA` as `open`.
   */
  measure?(values: OptionValues<Options>, context: OpenContext): Promise<ImageSizes | undefined>;
  /**
   * What the user's images are like, of the part that `values` name and before any are held out.
   *
   * @throws EvenkeelError `DATA` as `open`.
   */
  survey?(values: OptionValues<Options>, context: OpenContext): Promise<ImageSurvey>;
}

/** What a data set consists of. */
export type DatasetKind = "images" | "points";

/** Channels, height, width. */
export type ImageShape = readonly [channels: number, height: number, width: number];

/** The names of the classes; how many there are, where only the files name them; `undefined` where they decide. */
export type Classes = readonly string[] | number | undefined;

/** Where a set's files come from. */
export type DatasetFiles =
  /** There are none: it is drawn. */
  | { readonly kind: "built-in" }
  /** They are the user's. */
  | { readonly kind: "own" }
  /** One has to accept its makers' terms. */
  | { readonly kind: "by-hand" }
  | ArchiveDownload
  | FilesDownload;

/** How a set is opened beside its options. */
export interface OpenContext extends DataCallbacks {
  /** Whether damaged files of a set that has several are left out and listed, instead of thrown. */
  readonly tolerant: boolean;
}

/** Something that must hold of a set's options. */
export interface DatasetRule<Options extends SetOptions = SetOptions> {
  /** The options that it is about; the first is the one that is wrong. */
  readonly keys: readonly [keyof Options & string, ...(keyof Options & string)[]];
  /** What the first must be, in words that follow its name; `undefined` if it is. */
  broken(values: OptionValues<Options>): string | undefined;
}

/** A record whose options give the types of its functions. */
export function dataset<
  const Name extends string,
  const Options extends SetOptions,
  const Kind extends DatasetKind,
>(record: DatasetRecord<Name, Options, Kind>): DatasetRecord<Name, Options, Kind> {
  return record;
}

/** The shape of square images. */
export function squareShape(values: {
  readonly channels: number;
  readonly size: number;
}): ImageShape {
  return [values.channels, values.size, values.size];
}
