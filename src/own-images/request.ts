/** What a person asks for when a run is made of their images. */

import {
  type ImagePresetName,
  type ImageSize,
  imagePresets,
  setSource,
} from "../config/images/index.ts";
import { valueAt } from "../config/index.ts";
import type { DatasetOptions } from "../data/catalog/index.ts";
import { EvenkeelError } from "../errors.ts";

/**
 * What becomes of transparent places: they get the color `data.background`, or their opacity is learned as a
 * fourth channel.
 */
export const alphaWays = ["background", "channel"] as const;
/** One of {@link alphaWays}. */
export type AlphaWay = (typeof alphaWays)[number];

/** A run on images of one's own: where they are, and what is not to be chosen by them. */
export interface OwnImagesRequest {
  /** The folder, zip or tar archive. */
  readonly path: string;
  /** The height of the images in pixels, and the width unless that is given; default: by the images and the time. */
  readonly size?: number | undefined;
  /** The width where it differs from the height. */
  readonly width?: number | undefined;
  /** Whether to generate the classes, the sub-folders, each by itself; default false. */
  readonly conditional?: boolean | undefined;
  /** Generator steps; default: as many as the preset's time allows. */
  readonly steps?: number | undefined;
  /** How wide the networks are, and how long they train; default `small`. */
  readonly preset?: ImagePresetName | undefined;
  /**
   * What becomes of transparent places; default `background`, their color is that of `data.background`, white.
   * `channel`: the generator learns images with opacity.
   */
  readonly alpha?: AlphaWay | undefined;
  /** Options `path=value` of the config, which win over everything that is chosen. */
  readonly set?: readonly string[] | undefined;
}

/** A request with its options read. */
export interface ReadRequest {
  readonly path: string;
  readonly preset: ImagePresetName;
  readonly conditional: boolean;
  /** The size that is asked for; `undefined` if none is. */
  readonly size: ImageSize | undefined;
  /**
   * What is asked for of a config's key, such as `data.size`: by an option of its own or by `--set`; `undefined`
   * if nothing is.
   */
  asked(key: string): unknown;
  /** What is asked for of the images. */
  readonly data: DatasetOptions<"folder">;
}

/**
 * Reads a request.
 *
 * @throws EvenkeelError `USAGE` for an unknown preset or way of transparency.
 */
export function readRequest(request: OwnImagesRequest): ReadRequest {
  const { path, size, width, steps, conditional = false, preset = "small", set = [] } = request;
  const { alpha = "background" } = request;
  if (!Object.hasOwn(imagePresets, preset)) {
    const names = Object.keys(imagePresets).join(", ");
    throw new EvenkeelError("USAGE", `--preset: must be one of ${names}, got ${preset}`);
  }
  if (!alphaWays.includes(alpha)) {
    throw new EvenkeelError(
      "USAGE",
      `--alpha: must be one of ${alphaWays.join(", ")}, got ${alpha}`,
    );
  }
  const { layer } = setSource(set);
  const own: Readonly<Record<string, unknown>> = {
    "data.size": size,
    "data.width": width,
    "data.channels": alpha === "channel" ? 4 : undefined,
    steps,
  };
  const asked = (key: string) => valueAt(layer, key.split(".")) ?? own[key];
  const height = asked("data.size");
  return {
    path,
    preset,
    conditional,
    size:
      height === undefined
        ? undefined
        : { height: Number(height), width: Number(asked("data.width") ?? height) },
    asked,
    data: { ...(layer.data as object | undefined), name: "folder", path },
  };
}
